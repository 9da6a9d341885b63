//! Files as people send them, and as those who mean harm do; judged by tools that read them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Cursor;
use std::process::Command;

use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage,
};
use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary,
};
use scans::{CleanFile, Kind, MOST_BYTES, ScanRefusal, Stranger, clean};

/// Wider than high, red on the left half.
fn picture(wide: u32, high: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(wide, high, |x, _| {
        if x < wide / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
    }))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// EXIF as a phone writes it: held sideways (6), and a GPS place in clear letters.
fn exif() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(2_u16.to_le_bytes());
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = tag.to_le_bytes().to_vec();
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value.to_le_bytes());
        entry
    };
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x010E, 2, 24, 38));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(b"GPS 2.8889N 72.1331W ANA\0");
    tiff
}

/// The JPEG with an EXIF segment after its start.
fn from_a_phone(wide: u32, high: u32) -> Vec<u8> {
    let plain = file(&picture(wide, high), ImageFormat::Jpeg);
    let mut words = b"Exif\0\0".to_vec();
    words.extend(exif());
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend((words.len() as u16 + 2).to_be_bytes());
    bytes.extend(words);
    bytes.extend(&plain[2..]);
    bytes
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

fn refused(bytes: &[u8]) -> ScanRefusal {
    clean(bytes).expect_err("is not kept")
}

#[test]
fn a_photo_is_turned_as_it_was_held_and_loses_place_and_words() {
    let sent = from_a_phone(80, 40);
    assert!(contains(&sent, "GPS 2.8889N"));
    let CleanFile { kind, bytes, pages } = clean(&sent).unwrap();
    assert_eq!((kind, pages), (Kind::Jpeg, 1));
    assert!(!contains(&bytes, "GPS") && !contains(&bytes, "Exif"));
    let mut decoder =
        ImageReader::with_format(Cursor::new(&bytes), ImageFormat::Jpeg).into_decoder().unwrap();
    assert_eq!(decoder.exif_metadata().unwrap(), None);
    let turned = DynamicImage::from_decoder(decoder).unwrap();
    assert_eq!(turned.dimensions(), (40, 80), "6 means a quarter to the right");
    let top = turned.get_pixel(20, 8).0;
    assert!(top[0] > 150 && top[2] < 100, "the left of the sensor is above: {top:?}");
}

#[test]
fn png_and_webp_become_the_same_kind_of_file() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let kept = clean(&file(&picture(60, 30), format)).unwrap();
        assert_eq!(kept.kind, Kind::Jpeg);
        assert_eq!(image::load_from_memory(&kept.bytes).unwrap().dimensions(), (60, 30));
    }
    let clear = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(9, 9, image::Rgba([0; 4])));
    let kept = clean(&file(&clear, ImageFormat::Png)).unwrap();
    let pixel = image::load_from_memory(&kept.bytes).unwrap().get_pixel(4, 4).0;
    assert!(pixel[0] > 250, "what is seen through is paper: {pixel:?}");
}

#[test]
fn what_is_no_scan_is_named_whatever_its_name() {
    for (bytes, stranger) in [
        (b"PK\x03\x04 and so on".as_slice(), Stranger::Archive),
        (b"\xEF\xBB\xBF\n <!DOCTYPE html><script>", Stranger::Web),
        (b"<svg onload=alert(1)>", Stranger::Web),
        (b"\0\0\0\x18ftypheic", Stranger::Heic),
        (b"II*\0....", Stranger::Tiff),
        (b"MZ\x90", Stranger::Program),
        (b"\xD0\xCF\x11\xE0\xA1", Stranger::OldOffice),
        (b"hola", Stranger::Unknown),
    ] {
        assert_eq!(refused(bytes), ScanRefusal::Stranger(stranger));
    }
    // A page with the letters of a PDF inside is still a page.
    assert_eq!(refused(b"<html>%PDF-1.7"), ScanRefusal::Stranger(Stranger::Web));
    let said = refused(b"PK\x03\x04").to_string();
    assert!(said.starts_with("Por dentro, el archivo es un archivo comprimido"), "{said}");
    assert_eq!(refused(b""), ScanRefusal::Empty);
    assert_eq!(refused(&vec![0xFF; MOST_BYTES + 1]), ScanRefusal::TooLarge);
}

#[test]
fn half_a_photo_and_a_bomb_are_refused() {
    let whole = file(&picture(200, 200), ImageFormat::Png);
    assert_eq!(refused(&whole[..whole.len() / 2]), ScanRefusal::BrokenPhoto);
    // 30,000 × 30,000 points in a few bytes: only the header says so.
    let mut bomb = file(&picture(8, 8), ImageFormat::Png);
    bomb[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    assert_eq!(refused(&bomb), ScanRefusal::TooManyPixels);
    bomb[16..20].copy_from_slice(&12_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&12_000_u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    assert_eq!(refused(&bomb), ScanRefusal::TooManyPixels);
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}

/// A scan as an app makes it, with everything in it that a scan should not have.
fn hostile(pages: usize) -> Document {
    let mut pdf = Document::with_version("1.7");
    let root = pdf.new_object_id();
    let script = pdf.add_object(dictionary! {
        "Type" => "Action", "S" => "JavaScript", "JS" => Object::string_literal("app.alert('hola')"),
    });
    let attached = pdf.add_object(Stream::new(
        dictionary! { "Type" => "EmbeddedFile" },
        b"cedula 1234567890".to_vec(),
    ));
    let spec = pdf.add_object(dictionary! {
        "Type" => "Filespec", "F" => Object::string_literal("secreto.txt"),
        "EF" => dictionary! { "F" => attached },
    });
    let photo = pdf.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 80, "Height" => 40,
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            "PieceInfo" => dictionary! { "App" => Object::string_literal("telefono de Ana") },
        },
        from_a_phone(80, 40),
    ));
    let ink = pdf.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()] },
        b"0 0 m 9 9 l S".to_vec(),
    ));
    let link = pdf.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "A" => script,
        "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    });
    let signed = pdf.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Ink", "A" => script, "T" => Object::string_literal("Ana Ruiz"),
        "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "AP" => dictionary! { "N" => ink },
    });
    let clip = pdf.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => spec,
        "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "AP" => dictionary! { "N" => ink },
    });
    let mut kids = Vec::new();
    for _ in 0..pages {
        let contents = pdf
            .add_object(Stream::new(dictionary! {}, b"q 500 0 0 250 40 300 cm /A Do Q".to_vec()));
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => root, "Contents" => contents,
            "AA" => dictionary! { "O" => script },
            "Annots" => vec![link.into(), signed.into(), clip.into()],
        });
        kids.push(page.into());
    }
    pdf.objects.insert(
        root,
        dictionary! {
            "Type" => "Pages", "Kids" => kids, "Count" => pages as i64,
            "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "A" => photo } },
        }
        .into(),
    );
    let metadata = pdf.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        b"<x:xmpmeta>Ana Ruiz</x:xmpmeta>".to_vec(),
    ));
    let catalog = pdf.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => root, "OpenAction" => script, "Metadata" => metadata,
        "Names" => dictionary! {
            "JavaScript" => dictionary! { "Names" => vec![Object::string_literal("x"), script.into()] },
            "EmbeddedFiles" => dictionary! { "Names" => vec![Object::string_literal("secreto.txt"), spec.into()] },
        },
    });
    let info = pdf.add_object(dictionary! { "Author" => Object::string_literal("Ana Ruiz") });
    pdf.trailer.set("Root", catalog);
    pdf.trailer.set("Info", info);
    pdf
}

fn bytes(mut pdf: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

/// Says that a judge is not on this machine, so that its test goes on without it. Where every judge
/// must be (`FORMACION_JUDGE=must`, as `tests/run` sets), the test fails.
#[track_caller]
fn missing(judge: &str) {
    let must = std::env::var("FORMACION_JUDGE").is_ok_and(|value| value == "must");
    assert!(!must, "{judge} is not installed (tests/run installs it)");
    println!("skipped: {judge} is not installed");
}

/// What the tool says; `None` when it is not installed.
fn tool(program: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program}: {complaint}");
            Some(output.stdout)
        }
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            missing(program);
            None
        }
        Err(why) => panic!("{program}: {why}"),
    }
}

#[test]
fn a_pdf_keeps_its_pages_and_nothing_else() {
    let sent = bytes(hostile(2));
    let kept = clean(&sent).unwrap();
    assert_eq!((kept.kind, kept.pages), (Kind::Pdf, 2));
    for words in [
        "JavaScript",
        "app.alert",
        "OpenAction",
        "secreto",
        "cedula",
        "EmbeddedFile",
        "Ana Ruiz",
        "telefono",
        "GPS",
        "Exif",
        "xmpmeta",
        "FileAttachment",
        "Author",
        "/AA",
        "/Link",
    ] {
        assert!(contains(&sent, words), "«{words}» is sent");
        assert!(!contains(&kept.bytes, words), "«{words}» stays");
    }
    // What was drawn on the paper is part of it.
    assert!(contains(&kept.bytes, "/Ink"));

    let path = std::env::temp_dir().join(format!("scan-{}.pdf", std::process::id()));
    std::fs::write(&path, &kept.bytes).unwrap();
    let name = path.to_str().unwrap();
    tool("qpdf", &["--check", name]);
    if let Some(seen) = tool("pdftoppm", &["-r", "20", "-f", "2", "-l", "2", name]) {
        // The red half of the picture is on the page, whatever became of the rest.
        let header = 3;
        let red = seen.split(|byte| *byte == b'\n').skip(header).flatten().collect::<Vec<_>>();
        assert!(red.chunks(3).any(|p| p.len() == 3 && *p[0] > 150 && *p[1] < 90 && *p[2] < 90));
    }
    let again = Document::load_mem(&kept.bytes).unwrap();
    let page = again.get_pages()[&2];
    let pictures = again.get_page_images(page).unwrap();
    assert_eq!((pictures[0].width, pictures[0].height), (80, 40), "the picture is still there");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_is_kept_is_kept_the_same_when_it_comes_again() {
    let once = clean(&bytes(hostile(1))).unwrap();
    let twice = clean(&once.bytes).unwrap();
    assert_eq!(once.pages, twice.pages);
    assert!(twice.bytes.len() <= once.bytes.len() + 64);
}

#[test]
fn a_locked_a_broken_and_an_endless_pdf_are_refused_in_words() {
    let mut locked = hostile(1);
    locked.trailer.set(
        "ID",
        Object::Array(vec![
            Object::string_literal("0123456789abcdef"),
            Object::string_literal("0123456789abcdef"),
        ]),
    );
    let version = EncryptionVersion::V2 {
        document: &locked,
        owner_password: "dueña",
        user_password: "clave",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    locked.encrypt(&state).unwrap();
    assert_eq!(refused(&bytes(locked)), ScanRefusal::Locked);

    let whole = bytes(hostile(1));
    assert_eq!(refused(&whole[..40]), ScanRefusal::BrokenPdf);
    assert_eq!(refused(b"%PDF-1.7\nhola"), ScanRefusal::BrokenPdf);
    assert_eq!(refused(&bytes(hostile(0))), ScanRefusal::NoPages);
    assert_eq!(refused(&bytes(hostile(121))), ScanRefusal::TooManyPages);

    // A tree of pages that bites its tail.
    let mut endless = hostile(1);
    let root = endless.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let tree = endless.get_dictionary_mut(root).unwrap();
    tree.set("Kids", vec![root.into()]);
    assert_eq!(refused(&bytes(endless)), ScanRefusal::BrokenPdf);
}

//! Strangers' files are remade in a process apart (P31): a file that asks for everything gets a
//! bounded amount of memory and time, and an answer.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::time::Duration;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use scans::apart::{self, clean_apart};
use scans::{Kind, ScanRefusal};

use crate::support::figures::figure;

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_formacion"))
}

/// A PDF of these objects, numbered from one; the first is the catalog. `entries` are further lines of
/// the xref table: objects that lie where another one lies.
pub fn pdf(objects: &[Vec<u8>], entries: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let xref = bytes.len();
    let last = *places.last().expect("an object");
    places.extend(std::iter::repeat_n(last, entries));
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).into_bytes());
    for place in &places {
        bytes.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let size = places.len() + 1;
    let end = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
    bytes.extend(end.into_bytes());
    bytes
}

pub fn shell() -> Vec<Vec<u8>> {
    vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec(),
    ]
}

/// An object stream whose index names one array of `length` numbers `times` times.
pub fn repeated_offset(times: usize, length: usize) -> Vec<u8> {
    let index: String = (0..times).map(|number| format!("{} 0 ", number + 10)).collect();
    let content = format!("{index}[{}]", "0 ".repeat(length));
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(content.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut stream = format!(
        "<< /Type /ObjStm /N {times} /First {} /Filter /FlateDecode /Length {} >>\nstream\n",
        index.len(),
        packed.len()
    )
    .into_bytes();
    stream.extend(packed);
    stream.extend(b"\nendstream");
    let mut objects = shell();
    objects.push(stream);
    pdf(&objects, 0)
}

/// One array of `length` numbers that the xref table names `times` times.
fn repeated_entry(times: usize, length: usize) -> Vec<u8> {
    let mut objects = shell();
    objects.push(format!("[{}]", "0 ".repeat(length)).into_bytes());
    pdf(&objects, times)
}

pub fn picture(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A chunk of a PNG.
pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [kind.as_slice(), content].concat();
    let mut sum = Crc::new();
    sum.update(&named);
    let length = u32::try_from(content.len()).expect("is short");
    [&length.to_be_bytes(), named.as_slice(), &sum.sum().to_be_bytes()].concat()
}

/// A small PNG with one more chunk behind its header, whose zlib stream is so many megabytes of zeros.
fn padded(kind: &[u8; 4], name: &[u8], megabytes: usize) -> Vec<u8> {
    let mut zeros = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..megabytes {
        zeros.write_all(&[0; 1024 * 1024]).unwrap();
    }
    let content = [name, &zeros.finish().unwrap()].concat();
    let plain = picture(&DynamicImage::ImageRgb8(RgbImage::new(60, 40)), ImageFormat::Png);
    // Eight bytes of signature, and the header's chunk of 25.
    [&plain[..33], &chunk(kind, &content), &plain[33..]].concat()
}

/// What the child needed for one file: its answer's length, the most memory it held, and the
/// processor's time, which other tests at the same time do not lengthen.
struct Cost {
    answered: usize,
    kilobytes: u64,
    time: Duration,
}

/// Sends a file to a child of our own and watches its memory until it ends.
fn cost(bytes: &[u8]) -> Cost {
    let mut child = apart::command(program()).spawn().expect("the child starts");
    let _ = child.stdin.take().unwrap().write_all(bytes);
    let mut output = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut answer = Vec::new();
        let _ = output.read_to_end(&mut answer);
        answer.len()
    });
    let status = format!("/proc/{}/status", child.id());
    let (mut kilobytes, mut time) = (0, Duration::ZERO);
    while child.try_wait().expect("is waited for").is_none() {
        let said = std::fs::read_to_string(&status).unwrap_or_default();
        let anonymous = said.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let here = anonymous.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kilobytes = kilobytes.max(here.unwrap_or(0));
        time = time.max(processor(child.id()).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(2));
    }
    Cost { answered: reader.join().unwrap(), kilobytes, time }
}

/// The processor's time of a process so far; the kernel counts it in hundredths of a second.
fn processor(id: u32) -> Option<Duration> {
    let said = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = said.rsplit_once(')')?;
    let mut ticks = rest.split_whitespace().skip(11).take(2);
    let user: u64 = ticks.next()?.parse().ok()?;
    let system: u64 = ticks.next()?.parse().ok()?;
    Some(Duration::from_millis(10 * (user + system)))
}

#[test]
fn a_photo_and_a_document_come_back_remade_from_the_process_apart() {
    let photo = picture(&DynamicImage::ImageRgb8(RgbImage::new(3_000, 4_000)), ImageFormat::Jpeg);
    let clean = clean_apart(program(), photo.clone()).unwrap().expect("is kept");
    assert_eq!((clean.kind, clean.pages), (Kind::Jpeg, 1));
    assert_eq!(scans::clean(&photo).unwrap(), clean, "the same as in one's own process");
    let none = clean_apart(program(), pdf(&shell(), 0)).unwrap();
    assert_eq!(none, Err(ScanRefusal::NoPages), "why not is said as before");
    assert_eq!(clean_apart(program(), vec![]).unwrap(), Err(ScanRefusal::Empty));
    let page = clean_apart(program(), b"<html></html>".to_vec()).unwrap();
    assert!(matches!(page, Err(ScanRefusal::Stranger(_))));
    let missing = clean_apart(Path::new("/nowhere/formacion"), photo);
    assert!(missing.is_err(), "without a program nothing is kept");
}

#[test]
fn a_file_that_asks_for_everything_gets_256_megabytes_and_ten_seconds() {
    let mut bombs = vec![
        repeated_offset(40, 100_000),
        repeated_offset(400, 1_000_000),
        repeated_entry(2_000, 500_000),
        picture(&DynamicImage::ImageLuma8(GrayImage::new(6_300, 6_300)), ImageFormat::Png),
        // A colour profile and a text that ask for half a gigabyte.
        padded(b"iCCP", b"perfil\0\0", 500),
        padded(b"zTXt", b"texto\0\0", 500),
    ];
    // The same ones cut off and spoilt, so that every stage of reading is met.
    let small = repeated_offset(20, 2_000);
    let photo = picture(&DynamicImage::ImageRgb8(RgbImage::new(60, 40)), ImageFormat::Jpeg);
    for number in 0..147 {
        for file in [&small, &photo] {
            let mut spoilt = file[..file.len() - number * file.len() / 200].to_vec();
            let place = number * 37 % spoilt.len();
            spoilt[place] ^= 0x5A;
            bombs.push(spoilt);
        }
    }
    assert_eq!(bombs.len(), 300);
    let costs: Vec<Cost> = bombs.iter().map(|bomb| cost(bomb)).collect();
    let most = costs.iter().map(|cost| cost.kilobytes).max().unwrap() / 1_024;
    let longest = costs.iter().map(|cost| cost.time).max().unwrap();
    let silent = costs.iter().filter(|cost| cost.answered == 0).count();
    let holds = most <= 256 && longest <= Duration::from_secs(11);
    figure(
        "P31",
        most as f64,
        "MB",
        holds,
        "most anonymous memory of the process apart over 300 hostile photos and PDF, object and \
         xref bombs included; each within ten seconds of processor",
    );
    println!("longest {longest:?}, without an answer {silent}");
    assert!(holds, "{most} MB, {longest:?}");
    let refusal = clean_apart(program(), repeated_offset(400, 1_000_000)).unwrap();
    assert_eq!(refusal, Err(ScanRefusal::TooDemanding));
    // The control: only the limits refuse this file. Without them it is read to its end.
    let spent = repeated_offset(30, 100_000);
    assert_eq!(clean_apart(program(), spent.clone()).unwrap(), Err(ScanRefusal::TooDemanding));
    assert_eq!(scans::clean(&spent), Err(ScanRefusal::NoPages));
}

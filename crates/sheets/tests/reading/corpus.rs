//! The hostile corpus: what people and their enemies upload, made from a seed.

use sheets::SheetRefusal;

use super::raw::{
    Archive, END, ONE_ROW, Packed, SHEET, Workbook, packed, plain, sheet, with_sheet,
};

/// What must come of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Must {
    /// Exactly this refusal.
    Say(SheetRefusal),
    /// This refusal, wherever the limit was met.
    SayLike(SheetRefusal),
    /// So many rows.
    Read(usize),
    /// Anything but harm.
    Survive,
}

pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    pub must: Must,
}

/// A small generator of numbers: the same seed, the same corpus (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }
}

const MEGA: usize = 1024 * 1024;

/// The whole corpus: every fixed file once, then as many made from the seed as are missing.
pub fn corpus(seed: u64, many: usize) -> Vec<File> {
    let mut files = fixed();
    let mut dice = Dice(seed);
    while files.len() < many {
        let number = files.len();
        files.push(thrown(&mut dice, number));
    }
    files
}

fn file(name: &str, must: Must, bytes: Vec<u8>) -> File {
    File { name: name.to_owned(), bytes, must }
}

fn fixed() -> Vec<File> {
    use Must::{Read, Say, SayLike, Survive};
    let damaged = Say(SheetRefusal::Damaged);
    let bomb = |must, what: &str, bytes| file(&format!("bomb: {what}"), must, bytes);
    let spaces = vec![b' '; MEGA];
    let zeros = |times| packed(SHEET, &spaces, times, END);
    let inflated = Say(SheetRefusal::TooMuchInside);
    let texts = |packed: Packed| Workbook { strings: Some(packed), ..Workbook::default() }.finish();
    let sst = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="4000000000">"#;
    let ole = |stream: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend([7; 900]);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend([0; 900]);
        bytes
    };
    let many_parts = (0..12_000)
        .fold(Archive::default(), |archive, n| archive.part(&format!("a{n}"), &Packed::empty()));
    let shared = packed("", &spaces, 20, "");
    let mut overlapping = Workbook::default().archive();
    for n in 0..1_500 {
        overlapping = overlapping.again(&format!("xl/copy{n}.xml"), &shared, 0);
    }
    let mut all = vec![
        bomb(inflated, "four gigabytes in one sheet", with_sheet(zeros(3_900))),
        bomb(inflated, "thirty megabytes", with_sheet(zeros(30))),
        bomb(
            damaged,
            "a sheet that declares a hundred bytes",
            Workbook { target: Some("big.xml"), ..Workbook::default() }
                .archive()
                .lying("xl/big.xml", &zeros(900), 100, 0)
                .finish(),
        ),
        bomb(inflated, "shared texts", texts(packed(sst, &spaces, 2_000, "</sst>"))),
        bomb(Read(1), "entries that overlap", overlapping.finish()),
        bomb(Read(1), "an archive in an archive in an archive", {
            let inner = Workbook::default().finish();
            let inner = packed("", &inner, 1, "");
            Workbook::default().archive().part("xl/embeddings/a.xlsx", &inner).finish()
        }),
        bomb(Say(SheetRefusal::TooManyParts), "twelve thousand parts", many_parts.finish()),
        bomb(Survive, "more parts than it says", Workbook::default().archive().saying(2)),
        file(
            "far corner",
            SayLike(SheetRefusal::TooManyColumns { row: 0, most: 0 }),
            with_sheet(sheet(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#)),
        ),
        file(
            "two corners",
            SayLike(SheetRefusal::TooManyColumns { row: 0, most: 0 }),
            with_sheet(sheet(&format!(
                r#"{ONE_ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#
            ))),
        ),
        file(
            "far row",
            Read(2),
            with_sheet(sheet(&format!(
                r#"{ONE_ROW}<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#
            ))),
        ),
        file(
            "beyond the corner",
            damaged,
            with_sheet(sheet(r#"<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row>"#)),
        ),
        file(
            "a number too large for a row",
            damaged,
            with_sheet(sheet(r#"<row r="99999999999999999999"/>"#)),
        ),
        file(
            "a dimension that covers everything",
            Read(1),
            with_sheet(plain(
                &SHEET
                    .replace("<sheetData>", r#"<dimension ref="A1:XFD1048576"/><sheetData>"#)
                    .to_owned()
                    .add(ONE_ROW)
                    .add(END),
            )),
        ),
        file(
            "rows from bottom to top",
            damaged,
            with_sheet(sheet(
                r#"<row r="9"><c r="A9"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>"#,
            )),
        ),
        file(
            "one cell twice",
            damaged,
            with_sheet(sheet(r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#)),
        ),
        file(
            "a shared text that is not there",
            damaged,
            with_sheet(sheet(r#"<row r="1"><c r="A1" t="s"><v>4000000000</v></c></row>"#)),
        ),
        file(
            "a style that is not there",
            Read(1),
            with_sheet(sheet(r#"<row r="1"><c r="A1" s="4000000000"><v>1</v></c></row>"#)),
        ),
        file(
            "numbers that are none",
            Read(1),
            with_sheet(sheet(
                r#"<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e999</v></c><c r="C1"><v>-0</v></c><c r="D1" t="zzz"><v>x</v></c></row>"#,
            )),
        ),
        file(
            "60,000 empty rows",
            Read(1),
            with_sheet(packed(&format!("{SHEET}{ONE_ROW}"), b"", 0, &empty_rows(60_000))),
        ),
        file(
            "five million rows",
            damaged,
            with_sheet(packed(SHEET, &b"<row/>".repeat(10_000), 400, END)),
        ),
        file(
            "a million cells without place",
            damaged,
            with_sheet(packed(
                &format!("{SHEET}<row r=\"1\">"),
                &b"<c/>".repeat(10_000),
                100,
                &format!("</row>{END}"),
            )),
        ),
        file(
            "two million empty texts",
            inflated,
            texts(packed(sst, &b"<si/>".repeat(10_000), 240, "</sst>")),
        ),
        file(
            "a text of ten megabytes",
            SayLike(SheetRefusal::LongCell { row: 0, column: 0, most: 0 }),
            with_sheet(packed(
                &format!(r#"{SHEET}<row r="1"><c r="A1" t="inlineStr"><is><t>"#),
                &b"x".repeat(MEGA),
                10,
                &format!("</t></is></c></row>{END}"),
            )),
        ),
        file(
            "a text of three million references",
            SayLike(SheetRefusal::LongCell { row: 0, column: 0, most: 0 }),
            with_sheet(packed(
                &format!(r#"{SHEET}<row r="1"><c r="A1" t="str"><v>"#),
                &b"&#65;".repeat(100_000),
                30,
                &format!("</v></c></row>{END}"),
            )),
        ),
        file(
            "an attribute of twenty megabytes",
            Survive,
            with_sheet(packed(
                &format!(r#"{SHEET}<row r="1"><c r="A1" a=""#),
                &b"<>x".repeat(100_000),
                70,
                &format!(r#""><v>1</v></c></row>{END}"#),
            )),
        ),
        file(
            "a comment of twenty megabytes",
            Read(1),
            with_sheet(packed(
                &format!("{SHEET}{ONE_ROW}<!--"),
                &b"<<<>>>".repeat(100_000),
                33,
                &format!("-->{END}"),
            )),
        ),
        file(
            "attributes without end",
            Survive,
            with_sheet(packed(
                &format!("{SHEET}<row "),
                &b"a=\"1\" ".repeat(100_000),
                30,
                &format!("></row>{END}"),
            )),
        ),
        file(
            "tags within tags",
            damaged,
            with_sheet(packed(SHEET, &b"<a>".repeat(100_000), 60, END)),
        ),
        file(
            "tags that never close",
            Read(1),
            with_sheet(packed(&format!("{SHEET}{ONE_ROW}"), &b"<row><c><is><t>".repeat(10), 1, "")),
        ),
        file(
            "a million merged areas",
            Read(1),
            with_sheet(packed(
                &format!("{SHEET}{ONE_ROW}</sheetData><mergeCells>"),
                &br#"<mergeCell ref="A1:A900"/>"#.repeat(10_000),
                90,
                "</mergeCells></worksheet>",
            )),
        ),
        file(
            "a million formats",
            Read(1),
            Workbook {
                styles: Some(packed(
                    "<styleSheet><cellXfs>",
                    &br#"<xf numFmtId="14"/>"#.repeat(10_000),
                    20,
                    "</cellXfs></styleSheet>",
                )),
                ..Workbook::default()
            }
            .finish(),
        ),
        file(
            "macros",
            Read(1),
            Workbook::default()
                .archive()
                .part("xl/vbaProject.bin", &packed("", b"Auto_Open", 1, ""))
                .finish(),
        ),
        file("a password", Say(SheetRefusal::Password), ole("EncryptedPackage")),
        file(
            "an archive with a password",
            Say(SheetRefusal::Password),
            Archive::default().lying("xl/workbook.xml", &plain("x"), 1, 1).finish(),
        ),
        file("Excel 97", Say(SheetRefusal::OldExcel), ole("Workbook")),
        file("Word 97", Say(SheetRefusal::NotASpreadsheet), ole("WordDocument")),
        file(
            "a binary workbook",
            Say(SheetRefusal::BinaryExcel),
            Workbook::default().archive().part("xl/workbook.bin", &plain("x")).finish(),
        ),
        file(
            "OpenDocument",
            Say(SheetRefusal::OpenDocument),
            Archive::default()
                .part("mimetype", &plain("application/vnd.oasis.opendocument.spreadsheet"))
                .part("content.xml", &plain("<a/>"))
                .finish(),
        ),
        file(
            "a letter",
            Say(SheetRefusal::NotASpreadsheet),
            Archive::default()
                .part("[Content_Types].xml", &plain("<a/>"))
                .part("_rels/.rels", &plain("<a/>"))
                .part("word/document.xml", &plain("<a/>"))
                .finish(),
        ),
        file(
            "any archive",
            Say(SheetRefusal::NotASpreadsheet),
            Archive::default().part("leame.txt", &plain("hola")).finish(),
        ),
        file("an empty archive", Say(SheetRefusal::NotASpreadsheet), Archive::default().finish()),
        file(
            "a photo",
            Say(SheetRefusal::NotASpreadsheet),
            [b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), vec![9; 40_000]].concat(),
        ),
        file("a PDF", Say(SheetRefusal::NotASpreadsheet), b"%PDF-1.7\n%\xe2\xe3".to_vec()),
        file(
            "a web page",
            Say(SheetRefusal::WebPage),
            b"<html><table><tr><td>1</td></tr></table></html>".to_vec(),
        ),
        file("nothing", Say(SheetRefusal::Empty), Vec::new()),
        file("zeros", Say(SheetRefusal::Empty), vec![0; 100_000]),
        file("too large", Say(SheetRefusal::TooLarge), vec![b'a'; 6 * MEGA]),
        file(
            "two parts with one name",
            damaged,
            Workbook::default()
                .archive()
                .part("XL/worksheets/Sheet1.xml", &sheet(ONE_ROW))
                .finish(),
        ),
        file(
            "a sheet outside the archive",
            Say(SheetRefusal::NoSheet),
            Workbook { target: Some("../../../../etc/passwd"), ..Workbook::default() }.finish(),
        ),
        file(
            "a sheet on the network",
            Say(SheetRefusal::NoSheet),
            Workbook { target: Some("http://ejemplo.invalid/a.xml"), ..Workbook::default() }
                .finish(),
        ),
        file(
            "a part in UTF-16",
            damaged,
            with_sheet(packed("", &wide(&format!("{SHEET}{ONE_ROW}{END}")), 1, "")),
        ),
        file(
            "a part in no encoding",
            damaged,
            with_sheet(packed(
                SHEET,
                b"<row r=\"1\"><c r=\"A1\"><v>\xff\xfe\xc0</v></c></row>",
                1,
                END,
            )),
        ),
        file(
            "more rows than allowed",
            SayLike(SheetRefusal::TooManyRows { most: 0 }),
            with_sheet(sheet(&rows(6_000))),
        ),
        file(
            "CSV: one line of five megabytes",
            SayLike(SheetRefusal::LongCell { row: 0, column: 0, most: 0 }),
            [b"a;b\n".to_vec(), vec![b'x'; 5 * MEGA - 10]].concat(),
        ),
        file(
            "CSV: a quote that never closes",
            SayLike(SheetRefusal::LongCell { row: 0, column: 0, most: 0 }),
            [b"a;b\n\"".to_vec(), b"1;2\n".repeat(100_000)].concat(),
        ),
        file(
            "CSV: four million columns",
            SayLike(SheetRefusal::TooManyColumns { row: 0, most: 0 }),
            [b"a".to_vec(), vec![b';'; 4 * MEGA]].concat(),
        ),
        file(
            "CSV: four million quotes",
            Survive,
            [b"a;b\n".to_vec(), vec![b'"'; 4 * MEGA]].concat(),
        ),
        file(
            "CSV: two million empty lines",
            Read(2),
            [b"a;b\n".to_vec(), b";\n".repeat(2 * MEGA), b"1;2".to_vec()].concat(),
        ),
        file(
            "CSV: more rows than allowed",
            SayLike(SheetRefusal::TooManyRows { most: 0 }),
            b"1;2\n".repeat(MEGA),
        ),
        file("CSV: UTF-16 without mark", Read(2), wide("documento;nombre\n1;Ana\n")),
        file(
            "CSV: UTF-32",
            Survive,
            "documento;nombre\n1;Ana\n".chars().flat_map(|c| (c as u32).to_le_bytes()).collect(),
        ),
        file("CSV: NUL everywhere", Survive, b"a\0;\0b\0\0\n1\0;2".repeat(1_000)),
    ];
    let entities = [
        ("a file of the machine", r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#),
        ("a page of the network", r#"<!DOCTYPE a SYSTEM "http://169.254.169.254/latest">"#),
        (
            "a billion laughs",
            r#"<!DOCTYPE a [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;">]>"#,
        ),
        (
            "a parameter",
            r#"<!DOCTYPE a [<!ENTITY % p SYSTEM "http://ejemplo.invalid/x.dtd"> %p;]>"#,
        ),
        ("small letters", r#"<!doctype a [<!entity x "y">]>"#),
    ];
    let cells = r#"<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>"#;
    for (name, declared) in entities {
        let name = format!("entity: {name}");
        let must = Say(SheetRefusal::Entities);
        let body = format!("{}{cells}{END}", &SHEET[38..]);
        all.push(file(&name, must, with_sheet(plain(&format!("{declared}{body}")))));
        let strings = format!("{declared}<sst><si><t>&x;</t></si></sst>");
        let workbook = Workbook { strings: Some(plain(&strings)), ..Workbook::default() };
        all.push(file(&format!("{name}, in the texts"), must, workbook.finish()));
        let workbook = format!(
            r#"{declared}<workbook><sheets><sheet name="&x;" id="rId1"/></sheets></workbook>"#
        );
        let workbook = Workbook { workbook: Some(plain(&workbook)), ..Workbook::default() };
        all.push(file(&format!("{name}, in the workbook"), must, workbook.finish()));
    }
    all.push(file(
        "an entity nobody declared",
        Say(SheetRefusal::Entities),
        with_sheet(sheet(cells)),
    ));
    all
}

use std::ops::Add;

impl Packed {
    fn empty() -> Self {
        packed("", b"", 0, "")
    }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn empty_rows(many: u32) -> String {
    let mut text = String::new();
    for row in 2..many + 2 {
        text.push_str(&format!(r#"<row r="{row}" s="1"><c r="A{row}" s="1"/><c r="B{row}" s="1"/><c r="C{row}" s="1"/></row>"#));
    }
    text + END
}

fn rows(many: u32) -> String {
    (1..=many)
        .map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>"#))
        .collect()
}

/// A good workbook or list, hurt where the dice fall.
fn thrown(dice: &mut Dice, number: usize) -> File {
    let good = if dice.roll(3) == 0 {
        let mut text = String::from("Cédula;Nombres;Municipio\n");
        for row in 0..dice.roll(60) + 3 {
            text.push_str(&format!("{};Ana \"María\" {row};Mapiripán\n", 1_000 + row));
        }
        text.into_bytes()
    } else {
        let times = dice.roll(60) as u32 + 3;
        let strings = plain("<sst><si><t>Cédula</t></si><si><t>Ñandú</t></si></sst>");
        let cells = rows(times).replace("<c r=\"A2\">", "<c r=\"A2\" t=\"s\">");
        Workbook { strings: Some(strings), sheet: Some(sheet(&cells)), ..Workbook::default() }
            .finish()
    };
    let mut bytes = good;
    let hurt = dice.roll(5);
    let length = bytes.len() as u64;
    match hurt {
        0 => bytes.truncate(dice.roll(length) as usize),
        1 => {
            for _ in 0..=dice.roll(40) {
                let at = dice.roll(length) as usize;
                bytes[at] = dice.roll(256) as u8;
            }
        }
        2 => {
            let at = dice.roll(length) as usize;
            let noise: Vec<u8> = (0..dice.roll(4_000)).map(|_| dice.roll(256) as u8).collect();
            bytes.splice(at..at, noise);
        }
        3 => {
            let from = dice.roll(length) as usize;
            let to = (from + dice.roll(400) as usize).min(bytes.len());
            bytes.drain(from..to);
        }
        _ => {
            let from = dice.roll(length) as usize;
            let piece = bytes[from..].to_vec();
            for _ in 0..dice.roll(20) {
                bytes.extend(&piece);
            }
        }
    }
    let how = ["cut", "flipped", "noise inside", "a piece missing", "a piece repeated"];
    file(&format!("thrown {number}: {}", how[hurt as usize]), Must::Survive, bytes)
}

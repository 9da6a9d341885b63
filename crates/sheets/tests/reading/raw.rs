//! Archives written by hand, byte by byte, with whatever lies a test needs. Nothing binary is kept
//! in the repository: every file of the corpus is made here.

use std::io::Write;

use flate2::{Compression, Crc, FlushCompress};

/// A part of an archive, packed.
pub struct Packed {
    bytes: Vec<u8>,
    crc: u32,
    length: u64,
}

/// Packs `head`, then `body` so many times, then `tail`. A body is packed once and its bytes are
/// repeated, so that gigabytes cost nothing to make.
pub fn packed(head: &str, body: &[u8], times: usize, tail: &str) -> Packed {
    let mut bytes = flushed(head.as_bytes());
    let mut crc = Crc::new();
    crc.update(head.as_bytes());
    let (one, mut own) = (flushed(body), Crc::new());
    own.update(body);
    for _ in 0..times {
        bytes.extend(&one);
        crc.combine(&own);
    }
    let mut end = flate2::write::DeflateEncoder::new(Vec::new(), Compression::fast());
    end.write_all(tail.as_bytes()).unwrap();
    bytes.extend(end.finish().unwrap());
    let mut last = Crc::new();
    last.update(tail.as_bytes());
    crc.combine(&last);
    let length = (head.len() + body.len() * times + tail.len()) as u64;
    Packed { bytes, crc: crc.sum(), length }
}

pub fn plain(text: &str) -> Packed {
    packed("", b"", 0, text)
}

/// Deflated and left open, so that other pieces may follow.
fn flushed(text: &[u8]) -> Vec<u8> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut packer = flate2::Compress::new(Compression::best(), false);
    let mut bytes = Vec::with_capacity(text.len() + 1024);
    packer.compress_vec(text, &mut bytes, FlushCompress::Full).unwrap();
    assert_eq!(packer.total_in() as usize, text.len());
    bytes
}

/// An archive that says of its parts what it is told to say.
#[derive(Default)]
pub struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    parts: usize,
}

impl Archive {
    pub fn part(self, name: &str, packed: &Packed) -> Self {
        self.lying(name, packed, packed.length as u32, 0)
    }

    /// A part that declares another length, or flags of its own.
    pub fn lying(mut self, name: &str, packed: &Packed, length: u32, flags: u16) -> Self {
        let at = self.bytes.len() as u32;
        let mut common = Vec::new();
        for half in [20_u16, flags, 8, 0, 0] {
            common.extend(half.to_le_bytes());
        }
        for word in [packed.crc, packed.bytes.len() as u32, length] {
            common.extend(word.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&common);
        self.bytes.extend([0, 0]);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(&packed.bytes);
        self.entry(name, &common, at)
    }

    /// The same bytes once more, under another name: entries that overlap.
    pub fn again(self, name: &str, packed: &Packed, at: u32) -> Self {
        let mut common = Vec::new();
        for half in [20_u16, 0, 8, 0, 0] {
            common.extend(half.to_le_bytes());
        }
        for word in [packed.crc, packed.bytes.len() as u32, packed.length as u32] {
            common.extend(word.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        self.entry(name, &common, at)
    }

    fn entry(mut self, name: &str, common: &[u8], at: u32) -> Self {
        self.directory.extend(b"PK\x01\x02\x14\0");
        self.directory.extend(common);
        self.directory.extend([0; 12]);
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.parts += 1;
        self
    }

    pub fn finish(self) -> Vec<u8> {
        let parts = self.parts;
        self.saying(parts)
    }

    /// Ends the archive with another count of parts than it has.
    pub fn saying(mut self, parts: usize) -> Vec<u8> {
        let (at, size) = (self.bytes.len() as u32, self.directory.len() as u32);
        let parts = parts.min(usize::from(u16::MAX)) as u16;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(parts.to_le_bytes());
        self.bytes.extend(parts.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(at.to_le_bytes());
        self.bytes.extend([0, 0]);
        self.bytes
    }
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook around its sheet; `Some` replaces one of them.
#[derive(Default)]
pub struct Workbook {
    pub workbook: Option<Packed>,
    pub strings: Option<Packed>,
    pub styles: Option<Packed>,
    pub sheet: Option<Packed>,
    pub target: Option<&'static str>,
}

/// A sheet with these cells.
pub fn sheet(cells: &str) -> Packed {
    plain(&format!("{SHEET}{cells}{END}"))
}

pub const SHEET: &str = r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
/// The least that a workbook needs to be copied.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fills count="1"><fill/></fills><cellXfs count="1"><xf/></cellXfs></styleSheet>"#;
pub const END: &str = "</sheetData></worksheet>";
pub const ONE_ROW: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Cédula</t></is></c></row>"#;

impl Workbook {
    pub fn archive(self) -> Archive {
        let root = format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        );
        let target = self.target.unwrap_or("worksheets/sheet1.xml");
        let related = format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{KIND}/worksheet" Target="{target}"/><Relationship Id="rId2" Type="{KIND}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{KIND}/styles" Target="styles.xml"/></Relationships>"#
        );
        let workbook = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
        let mut archive = Archive::default()
            .part("[Content_Types].xml", &plain(TYPES))
            .part("_rels/.rels", &plain(&root))
            .part("xl/_rels/workbook.xml.rels", &plain(&related))
            .part("xl/workbook.xml", &self.workbook.unwrap_or_else(|| plain(workbook)));
        if let Some(strings) = &self.strings {
            archive = archive.part("xl/sharedStrings.xml", strings);
        }
        let styles = self.styles.unwrap_or_else(|| plain(STYLES));
        archive = archive.part("xl/styles.xml", &styles);
        let sheet = self.sheet.unwrap_or_else(|| sheet(ONE_ROW));
        archive.part("xl/worksheets/sheet1.xml", &sheet)
    }

    pub fn finish(self) -> Vec<u8> {
        self.archive().finish()
    }
}

pub fn with_sheet(packed: Packed) -> Vec<u8> {
    Workbook { sheet: Some(packed), ..Workbook::default() }.finish()
}

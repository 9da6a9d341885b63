//! What some bytes are, whatever their name says.

use memchr::memmem;

use crate::SheetRefusal;

/// The two families that are opened.
pub enum FileFamily {
    /// A ZIP archive, perhaps a workbook.
    Archive,
    Text,
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Pictures, documents, archives and programs, by how they begin.
const OTHERS: [&[u8]; 16] = [
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"II*\0",
    b"MM\0*",
    b"%PDF",
    b"{\\rtf",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ",
    b"BZh",
    b"\xfd7zXZ",
];

/// Decides between archive and text, and names what is neither.
pub fn looks_like(bytes: &[u8]) -> Result<FileFamily, SheetRefusal> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(SheetRefusal::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(FileFamily::Archive);
    }
    if bytes.starts_with(OLE) {
        return Err(old_container(bytes));
    }
    // «ftyp» after four bytes of length: photos of telephones (HEIC) and videos.
    let is_media = bytes.get(4..8) == Some(b"ftyp");
    // Two letters may also begin a heading: only with something that is no text are they a file.
    let other = OTHERS.iter().any(|start| {
        bytes.starts_with(start) && (start.len() > 2 || bytes.iter().take(64).any(|b| *b == 0))
    });
    if is_media || other {
        return Err(SheetRefusal::NotASpreadsheet);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start: Vec<u8> = start
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take(64)
        .map(u8::to_ascii_lowercase)
        .collect();
    let web: [&[u8]; 5] = [b"<!doctype", b"<html", b"<?xml", b"<table", b"mime-version"];
    if web.iter().any(|tag| start.starts_with(tag)) {
        return Err(SheetRefusal::WebPage);
    }
    Ok(FileFamily::Text)
}

/// What is inside Microsoft's old container: its directory names the streams in UTF-16.
fn old_container(bytes: &[u8]) -> SheetRefusal {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if holds("EncryptedPackage") {
        SheetRefusal::Password
    } else if holds("Workbook") || holds("Book") {
        SheetRefusal::OldExcel
    } else {
        SheetRefusal::NotASpreadsheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> Option<SheetRefusal> {
        looks_like(bytes).err()
    }

    #[test]
    fn each_thing_that_is_no_spreadsheet_is_named() {
        let ole = |stream: &str| {
            let mut bytes = OLE.to_vec();
            bytes.extend([0; 600]);
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        assert_eq!(refused(b""), Some(SheetRefusal::Empty));
        assert_eq!(refused(b" \r\n\0\0"), Some(SheetRefusal::Empty));
        assert_eq!(refused(&ole("EncryptedPackage")), Some(SheetRefusal::Password));
        assert_eq!(refused(&ole("Workbook")), Some(SheetRefusal::OldExcel));
        assert_eq!(refused(&ole("WordDocument")), Some(SheetRefusal::NotASpreadsheet));
        assert_eq!(refused(b"\xff\xd8\xff\xe0\0\x10JFIF"), Some(SheetRefusal::NotASpreadsheet));
        assert_eq!(refused(b"\0\0\0\x18ftypheic"), Some(SheetRefusal::NotASpreadsheet));
        assert_eq!(refused(b"%PDF-1.7"), Some(SheetRefusal::NotASpreadsheet));
        assert_eq!(refused(b"\r\n<HTML><table>"), Some(SheetRefusal::WebPage));
        assert_eq!(refused(b"<?xml version=\"1.0\"?><Workbook"), Some(SheetRefusal::WebPage));
    }

    #[test]
    fn headings_that_begin_like_a_file_are_text() {
        assert_eq!(refused(b"BMX;documento\n1;2"), None);
        assert_eq!(refused("MZona;Cédula".as_bytes()), None);
        assert_eq!(refused(b"PK\x03\x04rest"), None);
    }
}

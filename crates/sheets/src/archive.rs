//! The archive of a workbook: looked over before anything is unpacked, then unpacked one part at
//! a time.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use memchr::memmem;
use zip::{ZipArchive, ZipWriter};

use crate::{Limits, SheetRefusal};

/// The parts of a workbook by name, without capitals: programs do not agree on them.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    parts: HashMap<String, usize>,
}

impl<'a> Archive<'a> {
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, SheetRefusal> {
        // Counted in the bytes themselves: whatever the archive says of how many parts it has,
        // this is how many the reader would make room for.
        let headers = memmem::find_iter(bytes, b"PK\x01\x02").take(limits.parts * 2 + 1).count();
        if headers > limits.parts * 2 {
            return Err(SheetRefusal::TooManyParts);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetRefusal::Damaged)?;
        if zip.len() > limits.parts {
            return Err(SheetRefusal::TooManyParts);
        }
        // The reader keeps the last of two parts with one name; a spreadsheet program, perhaps
        // the first: a file that two readers read differently is not read.
        if declared_parts(bytes).is_some_and(|declared| declared != zip.len()) {
            return Err(SheetRefusal::Damaged);
        }
        let mut parts = HashMap::new();
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|_| SheetRefusal::Damaged)?;
            if part.encrypted() {
                return Err(SheetRefusal::Password);
            }
            let name = part.name().map_err(|_| SheetRefusal::Damaged)?;
            let name = name.replace('\\', "/").to_lowercase();
            if parts.insert(name, index).is_some() {
                return Err(SheetRefusal::Damaged);
            }
        }
        let archive = Self { zip, parts };
        archive.is_workbook()?;
        Ok(archive)
    }

    /// Names other things that are archives too.
    fn is_workbook(&self) -> Result<(), SheetRefusal> {
        let begins = |start: &str| self.parts.keys().any(|name| name.starts_with(start));
        if self.has("xl/workbook.bin") {
            Err(SheetRefusal::BinaryExcel)
        } else if self.has("[content_types].xml") && self.has("_rels/.rels") {
            if begins("word/") || begins("ppt/") {
                Err(SheetRefusal::NotASpreadsheet)
            } else {
                Ok(())
            }
        } else if self.has("mimetype") && self.has("content.xml") {
            Err(SheetRefusal::OpenDocument)
        } else {
            Err(SheetRefusal::NotASpreadsheet)
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&name.to_lowercase())
    }

    /// Unpacks one part whole. Nothing is unpacked beyond what the part declares, nor beyond the
    /// limit, and it must be plain text without a document type.
    pub fn part(&mut self, name: &str, most: u64) -> Result<String, SheetRefusal> {
        let index = *self.parts.get(&name.to_lowercase()).ok_or(SheetRefusal::Damaged)?;
        let part = self.zip.by_index(index).map_err(|_| SheetRefusal::Damaged)?;
        let declared = part.size();
        if declared > most {
            return Err(SheetRefusal::TooMuchInside);
        }
        let room = usize::try_from(declared).map_err(|_| SheetRefusal::TooMuchInside)?;
        // One byte more than declared: the room is made once, and a part that lies is found out.
        let mut bytes = Vec::with_capacity(room + 1);
        part.take(declared + 1).read_to_end(&mut bytes).map_err(|_| SheetRefusal::Damaged)?;
        if bytes.len() > room {
            return Err(SheetRefusal::TooMuchInside);
        }
        if memchr::memchr(0, &bytes).is_some() {
            // UTF-16, or no text at all: no program writes parts so.
            return Err(SheetRefusal::Damaged);
        }
        if memmem::find(&bytes, b"<!DOCTYPE").is_some()
            || memmem::find(&bytes, b"<!ENTITY").is_some()
        {
            return Err(SheetRefusal::Entities);
        }
        String::from_utf8(bytes).map_err(|_| SheetRefusal::Damaged)
    }

    /// Copies one part as it is packed, without looking into it.
    pub fn copy_packed(
        &mut self,
        name: &str,
        to: &mut ZipWriter<Cursor<Vec<u8>>>,
    ) -> Result<(), SheetRefusal> {
        let index = *self.parts.get(&name.to_lowercase()).ok_or(SheetRefusal::Damaged)?;
        let part = self.zip.by_index_raw(index).map_err(|_| SheetRefusal::Damaged)?;
        to.raw_copy_file_rename(part, name).map_err(|_| SheetRefusal::Damaged)
    }
}

/// How many parts the end of the archive declares; nothing for the large kind of archive.
fn declared_parts(bytes: &[u8]) -> Option<usize> {
    let end = memmem::rfind(bytes, b"PK\x05\x06")?;
    let low = *bytes.get(end + 10)?;
    let high = *bytes.get(end + 11)?;
    let declared = u16::from_le_bytes([low, high]);
    (declared != u16::MAX).then(|| usize::from(declared))
}

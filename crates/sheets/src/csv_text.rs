//! CSV as people save it: `;`, `,`, tab or `|`; UTF-8, Windows-1252 or UTF-16; quotes or none.

use std::ops::ControlFlow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::book::{Cell, Kind, Row, bounded, clean};
use crate::{Limits, SheetRefusal};

/// In the order of what Spanish Excel writes.
const SEPARATORS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Lines that decide the separator.
const LOOKED_AT: usize = 30;

/// A decoded text and how its columns are separated.
pub struct Csv {
    text: String,
    separator: u8,
    /// Lines before the first record: «sep=;» is one.
    skipped: u32,
}

impl Csv {
    pub fn open(bytes: &[u8], limits: &Limits) -> Result<Self, SheetRefusal> {
        let mut text = decode(bytes)?;
        if !text.chars().any(|c| c.is_alphanumeric()) {
            return Err(SheetRefusal::Empty);
        }
        let mut skipped = 0;
        let declared = text
            .lines()
            .next()
            .and_then(|line| line.trim().strip_prefix("sep="))
            .and_then(|rest| rest.bytes().next())
            .filter(|byte| SEPARATORS.contains(byte));
        if declared.is_some() {
            let end = text.find('\n').map_or(text.len(), |at| at + 1);
            text.drain(..end);
            skipped = 1;
        }
        // One line feed at the end of every line, the last one too: rows are counted by them.
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let separator = declared.unwrap_or_else(|| guess_separator(&text));
        narrow(&text, separator, limits)?;
        Ok(Self { text, separator, skipped })
    }

    pub fn rows(
        &self,
        limits: &Limits,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetRefusal> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(self.text.as_bytes());
        let mut record = csv::StringRecord::new();
        // Line breaks inside quotes: a spreadsheet program does not count them as rows.
        let mut inner = 0_u64;
        let mut last = 0_u32;
        loop {
            let read = reader.read_record(&mut record).map_err(|_| SheetRefusal::Damaged)?;
            if !read {
                return Ok(());
            }
            let breaks = |field: &str| field.bytes().filter(|byte| *byte == b'\n').count() as u64;
            inner += record.iter().map(breaks).sum::<u64>();
            // The reader stands at the line after the record.
            let line = reader.position().line().saturating_sub(1 + inner);
            let number = line.saturating_add(u64::from(self.skipped));
            let number = u32::try_from(number).map_err(|_| SheetRefusal::TooMuchInside)?;
            // A quote that never closes swallows the end of its own line.
            let number = number.max(last + 1);
            last = number;
            let mut cells = Vec::new();
            for (column, field) in (0_u32..).zip(record.iter()) {
                if field.is_empty() {
                    continue;
                }
                bounded(field, number, column, limits)?;
                let (text, mended) = clean(field);
                if !text.is_empty() {
                    let formula = text.starts_with('=');
                    cells.push(Cell { column, text, kind: Kind::Text, formula, mended });
                }
            }
            if !cells.is_empty() && each(Row { number, cells }).is_break() {
                return Ok(());
            }
        }
    }
}

/// The bytes as text. Somebody's list is never refused for one wrong letter, but a program or a
/// picture without a known beginning is.
fn decode(bytes: &[u8]) -> Result<String, SheetRefusal> {
    let wide = wide_order(bytes);
    let text = if bytes.starts_with(b"\xff\xfe") || wide == Some(false) {
        UTF_16LE.decode(bytes).0
    } else if bytes.starts_with(b"\xfe\xff") || wide == Some(true) {
        UTF_16BE.decode(bytes).0
    } else {
        let (text, _, wrong) = UTF_8.decode(bytes);
        if wrong { WINDOWS_1252.decode(bytes).0 } else { text }
    };
    let strange = text.chars().filter(|c| is_stray(*c) || *c == '\u{fffd}').count();
    if strange > 2 + text.len() / 500 {
        return Err(SheetRefusal::NotASpreadsheet);
    }
    if strange == 0 {
        return Ok(text.into_owned());
    }
    Ok(text.chars().filter(|c| !is_stray(*c)).collect())
}

/// A control character that no text has. Those above the ASCII ones may be half of a letter that came
/// through a wrong encoding.
fn is_stray(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// UTF-16 without its mark: every second byte of the beginning is zero; `true` for big endian.
fn wide_order(bytes: &[u8]) -> Option<bool> {
    let head = bytes.get(..bytes.len().min(64))?;
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 2;
    if most < 4 {
        None
    } else if odd * 10 >= most * 9 && even == 0 {
        Some(false)
    } else if even * 10 >= most * 9 && odd == 0 {
        Some(true)
    } else {
        None
    }
}

/// The separator that most lines have, the same number of times in as many of them as possible.
fn guess_separator(text: &str) -> u8 {
    let mut best = (0_usize, SEPARATORS[0]);
    for separator in SEPARATORS {
        let counts: Vec<usize> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(LOOKED_AT)
            .map(|line| outside_quotes(line, separator))
            .collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        if most == 0 {
            continue;
        }
        // A title above the table has none, and a comma in a name does not make a table.
        let common = (1..=most.min(500))
            .map(|n| counts.iter().filter(|count| **count == n).count() * n.min(40))
            .max()
            .unwrap_or(0);
        if common > best.0 {
            best = (common, separator);
        }
    }
    best.1
}

fn outside_quotes(line: &str, separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes().take(20_000) {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == separator && !quoted {
            count += 1;
        }
    }
    count
}

/// Refuses a line with more columns than could be read, before the reader makes room for them.
fn narrow(text: &str, separator: u8, limits: &Limits) -> Result<(), SheetRefusal> {
    let most = limits.columns as usize * 4;
    for (number, line) in (1_u32..).zip(text.split('\n')) {
        if line.len() > most && memchr::memchr_iter(separator, line.as_bytes()).count() > most {
            return Err(SheetRefusal::TooManyColumns { row: number, most: limits.columns });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, SheetRefusal> {
        let limits = Limits::default();
        let csv = Csv::open(bytes, &limits)?;
        let mut rows = Vec::new();
        csv.rows(&limits, &mut |row| {
            rows.push((row.number, row.cells.iter().map(|cell| cell.text.clone()).collect()));
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    fn texts(row: &[&str]) -> Vec<String> {
        row.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn the_same_list_reads_alike_in_every_dress() {
        let plain = "Cédula;Nombre\n00123;José Núñez\n";
        let expected =
            vec![(1, texts(&["Cédula", "Nombre"])), (2, texts(&["00123", "José Núñez"]))];
        let wide =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let marked = |text: &str| [b"\xff\xfe".to_vec(), wide(text)].concat();
        let (western, _, _) = WINDOWS_1252.encode(plain);
        for (name, bytes) in [
            ("plain", plain.as_bytes().to_vec()),
            ("mark", format!("\u{feff}{plain}").into_bytes()),
            ("comma", plain.replace(';', ",").into_bytes()),
            ("tab", plain.replace(';', "\t").into_bytes()),
            ("windows", plain.replace('\n', "\r\n").into_bytes()),
            ("western", western.into_owned()),
            ("utf-16", marked(plain)),
            (
                "utf-16 without mark",
                wide(&plain.replace('é', "e").replace("ú", "u").replace("ñ", "n")),
            ),
            ("quotes", "\"Cédula\";\"Nombre\"\n\"00123\";\"José Núñez\"".as_bytes().to_vec()),
            ("a NUL", plain.replace("José", "Jo\0sé").into_bytes()),
        ] {
            let rows = read(&bytes).expect(name);
            if name == "utf-16 without mark" {
                assert_eq!(rows[1].1, texts(&["00123", "Jose Nunez"]));
            } else {
                assert_eq!(rows, expected, "{name}");
            }
        }
        let told = read(format!("sep=;\n{plain}").as_bytes()).expect("sep");
        assert_eq!(told[0].0, 2, "the line that names the separator is a row of the file");
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let rows = read(b"a;b\n\n\n\"uno\ndos\";x\n;;\n3;y\n").expect("reads");
        let numbers: Vec<u32> = rows.iter().map(|row| row.0).collect();
        assert_eq!(numbers, [1, 4, 6]);
        assert_eq!(rows[1].1[0], "uno dos");
    }

    #[test]
    fn commas_in_names_do_not_beat_semicolons() {
        let rows =
            read(b"Listado, cohorte 1\nNombre;Doc\nRuiz, Ana;1\nMora, Luz;2\n").expect("reads");
        assert_eq!(rows[2].1, texts(&["Ruiz, Ana", "1"]));
    }

    #[test]
    fn what_would_cost_too_much_is_refused() {
        assert_eq!(read(&b";".repeat(100_000)), Err(SheetRefusal::Empty));
        let wide = ["a".to_owned(), ";".repeat(100_000)].concat();
        assert!(matches!(read(wide.as_bytes()), Err(SheetRefusal::TooManyColumns { .. })));
        let long = format!("a;b\n\"{}", "x".repeat(100_000));
        assert!(matches!(
            read(long.as_bytes()),
            Err(SheetRefusal::LongCell { row: 2, column: 0, .. })
        ));
        let noise: Vec<u8> = (0..4_000_u32).map(|n| (n * 7919 % 251) as u8).collect();
        assert_eq!(read(&noise), Err(SheetRefusal::NotASpreadsheet));
    }
}

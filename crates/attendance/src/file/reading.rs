//! The bytes of a file: its first sheet that somebody sees, and what lies beside it.

use std::ops::ControlFlow;

use sheets::{Book, Limits};

use super::refusals::FileRefusal;
use crate::list::{self, FileMarks};

/// Rows that are read: a thousand people with a row for each of some sessions, and what stands around them.
const ROWS: u32 = 20_000;

/// Reads the first sheet that somebody sees.
///
/// # Errors
/// What it is instead of a spreadsheet, or why its rows say nothing.
pub fn read(bytes: &[u8]) -> Result<FileMarks, FileRefusal> {
    let limits = Limits { rows: ROWS, ..Limits::default() };
    let mut book = Book::open(bytes, limits).map_err(FileRefusal::Sheet)?;
    let sheets = book.sheets();
    let seen = sheets.iter().position(|sheet| !sheet.hidden).unwrap_or_default();
    let hidden = book.hidden(seen).map_err(FileRefusal::Sheet)?;
    let mut rows = Vec::new();
    book.rows(seen, |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })
    .map_err(FileRefusal::Sheet)?;
    let mut list = list::read(&rows, &hidden)?;
    let others = sheets.into_iter().enumerate().filter(|(at, _)| *at != seen);
    list.other_sheets = others.map(|(_, sheet)| sheet.name).collect();
    Ok(list)
}

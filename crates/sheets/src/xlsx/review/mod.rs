//! A stranger's workbook, back as it was with remarks on one of its sheets: the cells that are meant
//! have a fill, and each row says what is wrong with it in a column after the last one in use.
//!
//! The copy is made of parts that are known, and of nothing else:
//!
//! - [`package`] walks from the workbook to what it refers to, by the list of [`kinds`] of parts. What is
//!   not on it stays behind, with whatever referred to it: macros, links to other workbooks, connections,
//!   embedded objects, controls, pivot tables.
//! - [`scrub`] copies the text of a part as it stands, without what referred to those parts and without
//!   the formula of any cell. The value that a formula was saved with stays.
//! - [`styles`] adds the fills, and clones the formats of the cells that get one.
//! - [`sheet`] marks the cells and writes the remarks, as texts.
//!
//! A workbook that is not built as expected is refused whole; whoever asked writes the file anew. All texts
//! of the parts together are at most half as long as [`Limits::sheet_bytes`], because each is in memory
//! twice while it is copied: sending a workbook back takes no more than reading one.

mod formulas;
mod kinds;
mod package;
mod pieces;
mod scrub;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Xlsx;
use super::cells::{LAST_ROW, column_name, widest_merge};
use crate::sniff::{FileFamily, looks_like};
use crate::{Limits, SheetRefusal};

/// Why a workbook was not copied. Another way to answer is always left: to write the rows anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CopyRefusal {
    #[error("a text file has no parts to copy")]
    NotAWorkbook,
    #[error("the workbook is not built as expected: {0}")]
    Unusual(&'static str),
    #[error(transparent)]
    Unread(#[from] SheetRefusal),
}

/// Something to be said about a row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRemark {
    /// From 1.
    pub row: u32,
    /// The cell that gets a fill, from 0; `None` fills no cell but that of the remark.
    pub column: Option<u32>,
    /// Errors are light red, everything else is light yellow.
    pub is_error: bool,
    pub text: String,
}

/// What is said about one sheet of a workbook.
pub struct SheetReview<'a> {
    /// From 0, among the sheets that [`crate::Book::sheets`] lists.
    pub sheet: usize,
    /// The row of the headings, from 1; 0 for a sheet without any, whose remarks have no heading either.
    pub header: u32,
    /// The heading of the column with the remarks. If the last column in use has it already, the file is a
    /// copy of before: that column is written again, and cells that are not meant any more lose their fill.
    pub heading: &'a str,
    pub remarks: &'a [SheetRemark],
}

/// Copies a workbook and writes the remarks on it. The bytes of an `.xlsx` come out, whether an `.xlsx`
/// or an `.xlsm` came in; no cell of any of its sheets is a formula.
///
/// # Errors
/// The bytes are no workbook, pass a limit, or hold something that is not copied.
pub fn reviewed_copy(
    bytes: &[u8],
    limits: Limits,
    review: &SheetReview<'_>,
) -> Result<Vec<u8>, CopyRefusal> {
    if bytes.len() > limits.bytes {
        return Err(SheetRefusal::TooLarge.into());
    }
    match looks_like(bytes)? {
        FileFamily::Archive => {}
        FileFamily::Text => return Err(CopyRefusal::NotAWorkbook),
    }
    if review.header > 0 && review.remarks.iter().any(|remark| remark.row == review.header) {
        return Err(CopyRefusal::Unusual("a remark on the headings has no place beside them"));
    }
    let mut book = Xlsx::open(bytes, limits)?;
    let notes = Notes::place(&mut book, review)?;
    package::copy(book, review.sheet, notes)
}

/// Where the remarks of a sheet go.
struct Notes {
    /// The column of the remarks, from 0.
    column: u32,
    /// The row of the headings and what is written there; `None` if it stands there already, or if the
    /// sheet has no headings.
    heading: Option<(u32, String)>,
    /// The file is a copy of before: below this row, what the column of the remarks held is forgotten.
    cleared_below: Option<u32>,
    /// By row from 1 and column from 0: whether an error is among what is said of the cell.
    cells: BTreeMap<(u32, u32), bool>,
    rows: BTreeMap<u32, RowNote>,
}

/// Everything that is said of one row.
#[derive(Default)]
struct RowNote {
    is_error: bool,
    text: String,
}

/// A heading before a remark, in characters.
const LONGEST_LABEL: usize = 60;

impl Notes {
    fn place(book: &mut Xlsx<'_>, review: &SheetReview<'_>) -> Result<Self, CopyRefusal> {
        let mut last: Option<u32> = None;
        let mut headings: BTreeMap<u32, String> = BTreeMap::new();
        let mut rows = 0;
        let most = book.limits.rows;
        book.rows(review.sheet, &mut |row| {
            rows += 1;
            if rows > most {
                return ControlFlow::Break(());
            }
            last = last.max(row.cells.last().map(|cell| cell.column));
            if row.number == review.header {
                headings = row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
            }
            ControlFlow::Continue(())
        })?;
        if rows > most {
            return Err(SheetRefusal::TooManyRows { most }.into());
        }
        let again = last.filter(|last| headings.get(last).is_some_and(|t| t == review.heading));
        let column = match again {
            Some(column) => column,
            None => {
                let merged = book.part_of(review.sheet).and_then(|part| {
                    let written = book.archive.part(&part, book.limits.sheet_bytes)?;
                    widest_merge(&written, review.header, book.limits.columns)
                })?;
                last.max(merged).map_or(0, |last| last + 1)
            }
        };
        if column >= book.limits.columns {
            return Err(CopyRefusal::Unusual("no column is left for the remarks"));
        }
        let is_headed = again.is_none() && review.header > 0;
        let mut notes = Self {
            column,
            heading: is_headed.then(|| (review.header, review.heading.to_owned())),
            cleared_below: again.map(|_| review.header),
            cells: BTreeMap::new(),
            rows: BTreeMap::new(),
        };
        for remark in review.remarks.iter().filter(|one| (1..=LAST_ROW).contains(&one.row)) {
            notes.add(remark, &headings, book.limits.cell);
        }
        Ok(notes)
    }

    fn add(&mut self, remark: &SheetRemark, headings: &BTreeMap<u32, String>, longest: usize) {
        if let Some(column) = remark.column.filter(|column| *column < self.column) {
            *self.cells.entry((remark.row, column)).or_default() |= remark.is_error;
        }
        let note = self.rows.entry(remark.row).or_default();
        note.is_error |= remark.is_error;
        if !note.text.is_empty() {
            note.text.push_str(" · ");
        }
        if let Some(column) = remark.column {
            let heading = headings.get(&column).cloned();
            let label = heading.unwrap_or_else(|| column_name(column));
            note.text.push_str(&cut(&label, LONGEST_LABEL));
            note.text.push_str(": ");
        }
        note.text.push_str(&remark.text);
        // Whoever sends the file again must not be refused for what stands here.
        note.text = cut(&note.text, longest);
    }
}

/// At most so many characters, the last of which says that there was more.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

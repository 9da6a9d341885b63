//! The sheet with the remarks: cells that are meant get a fill, and the remarks of each row stand in a
//! column of their own, as texts.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::pieces::{Piece, Pieces, changed, escaped, local, prefix};
use super::styles::Styles;
use super::{CopyRefusal, Notes};
use crate::SheetRefusal;
use crate::xlsx::cells::{LAST_COLUMN, LAST_ROW, cell_name, place_of};
use crate::xlsx::xml::attribute;

/// Of the column with the remarks, in characters.
const WIDTH: &str = "60";

/// What becomes of a cell.
enum CellNote<'n> {
    Fill { is_error: bool },
    Remark { is_error: bool, text: &'n str },
    Heading(&'n str),
}

/// Copies the text of a sheet with its notes. The text is that of a part without formulas.
///
/// # Errors
/// What is no sheet as spreadsheet programs write it.
pub fn noted(written: &str, notes: &Notes, styles: &mut Styles) -> Result<String, CopyRefusal> {
    let mut copy = SheetCopy {
        out: String::with_capacity(written.len() + written.len() / 8),
        notes,
        styles,
        letters: "",
        spans: Vec::new(),
        row: None,
        handed: 0,
    };
    let mut pieces = Pieces::new(written);
    copy.out.push_str(super::pieces::DECLARATION);
    if copy.head(&mut pieces)? {
        copy.rows(&mut pieces)?;
    }
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Open { written, .. } | Piece::Close { written } | Piece::Text { written } => {
                copy.out.push_str(written);
            }
        }
    }
    Ok(copy.out)
}

/// Columns with one width and one format.
struct ColumnSpan<'t> {
    tag: BytesStart<'t>,
    /// From 1, as the sheet counts them.
    first: u32,
    last: u32,
    format: usize,
}

/// A row whose end has not come.
struct OpenRow<'n> {
    number: u32,
    /// The format of cells that are not there.
    format: Option<usize>,
    next_column: u32,
    /// The format of the last cell.
    last_format: usize,
    /// What is still to be written in it, by column.
    waiting: BTreeMap<u32, CellNote<'n>>,
}

struct SheetCopy<'t, 'n> {
    out: String,
    notes: &'n Notes,
    styles: &'n mut Styles,
    /// The letters of the sheet's namespace, with their colon.
    letters: &'t str,
    spans: Vec<ColumnSpan<'t>>,
    row: Option<OpenRow<'n>>,
    /// The last row that was finished.
    handed: u32,
}

impl<'t> ColumnSpan<'t> {
    fn read(tag: BytesStart<'t>) -> Result<Self, CopyRefusal> {
        let number = |name| attribute(&tag, name).and_then(|text| text.parse::<u32>().ok());
        let (Some(first), Some(last)) = (number("min"), number("max")) else {
            return Err(SheetRefusal::Damaged.into());
        };
        if first < 1 || last < first {
            return Err(SheetRefusal::Damaged.into());
        }
        let format = format_of(&tag, "style").unwrap_or(0);
        Ok(Self { tag, first, last, format })
    }
}

/// The number of a format that an attribute gives.
fn format_of(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(tag, name).and_then(|text| text.parse().ok())
}

impl<'t, 'n> SheetCopy<'t, 'n> {
    /// Copies everything up to the first tag of the rows, but for the dimension, which may be left out
    /// and would be wrong. Says whether the sheet has rows.
    fn head(&mut self, pieces: &mut Pieces<'t>) -> Result<bool, CopyRefusal> {
        let mut in_columns = false;
        while let Some(piece) = pieces.next()? {
            match piece {
                Piece::Open { tag, written, is_empty } => match local(written) {
                    "dimension" if is_empty => {}
                    "cols" => in_columns = !is_empty,
                    "col" if in_columns && is_empty => self.spans.push(ColumnSpan::read(tag)?),
                    _ if in_columns => return Err(SheetRefusal::Damaged.into()),
                    "sheetData" => {
                        self.letters = prefix(written);
                        self.columns()?;
                        self.out.push_str(&changed(&tag, false, &[])?);
                        if is_empty {
                            self.rows_before(u32::MAX)?;
                            self.end("sheetData");
                        }
                        return Ok(!is_empty);
                    }
                    _ => self.out.push_str(written),
                },
                Piece::Close { written } if local(written) == "cols" => in_columns = false,
                Piece::Close { .. } | Piece::Text { .. } if in_columns => {}
                Piece::Close { written } | Piece::Text { written } => self.out.push_str(written),
            }
        }
        Err(CopyRefusal::Unusual("a sheet without rows"))
    }

    /// Writes the widths of the columns, with that of the remarks between them: it is never hidden, even
    /// where everything to the right of the list is.
    fn columns(&mut self) -> Result<(), CopyRefusal> {
        let mut all = String::new();
        let number = self.notes.column + 1;
        let own = format!(
            "<{}col min=\"{number}\" max=\"{number}\" width=\"{WIDTH}\" customWidth=\"1\"/>",
            self.letters
        );
        // A column that was there before keeps its width.
        let mut is_written = self.notes.cleared_below.is_some();
        for span in &self.spans {
            let cut = if is_written { u32::MAX } else { number };
            let parts = [
                (span.first, span.last.min(cut.saturating_sub(1))),
                (span.first.max(cut.saturating_add(1)), span.last),
            ];
            for (index, (first, last)) in parts.into_iter().enumerate() {
                if index == 1 && !is_written && span.last >= number {
                    all.push_str(&own);
                    is_written = true;
                }
                if first <= last {
                    let (first, last) = (first.to_string(), last.to_string());
                    let limits = [("min", Some(first.as_str())), ("max", Some(last.as_str()))];
                    all.push_str(&changed(&span.tag, true, &limits)?);
                }
            }
        }
        if !is_written {
            all.push_str(&own);
        }
        if !all.is_empty() {
            self.out.push_str(&format!("<{0}cols>{all}</{0}cols>", self.letters));
        }
        Ok(())
    }

    /// Copies the rows and the end of them.
    fn rows(&mut self, pieces: &mut Pieces<'t>) -> Result<(), CopyRefusal> {
        // How deep the piece lies within a cell that is written anew.
        let mut dropped = 0_u32;
        while let Some(piece) = pieces.next()? {
            match piece {
                Piece::Open { is_empty, .. } if dropped > 0 => dropped += u32::from(!is_empty),
                Piece::Close { .. } if dropped > 0 => dropped -= 1,
                Piece::Text { .. } if dropped > 0 => {}
                Piece::Open { tag, written, is_empty } => match local(written) {
                    "row" => self.open_row(&tag, written, is_empty)?,
                    "c" => {
                        let stays = self.cell(&tag, written, is_empty)?;
                        dropped = u32::from(!stays && !is_empty);
                    }
                    _ => self.out.push_str(written),
                },
                Piece::Close { written } => match local(written) {
                    "row" => self.close_row(written)?,
                    "sheetData" => {
                        self.rows_before(u32::MAX)?;
                        self.out.push_str(written);
                        return Ok(());
                    }
                    _ => self.out.push_str(written),
                },
                Piece::Text { written } => self.out.push_str(written),
            }
        }
        Err(SheetRefusal::Damaged.into())
    }

    fn open_row(
        &mut self,
        tag: &BytesStart<'_>,
        written: &str,
        is_empty: bool,
    ) -> Result<(), CopyRefusal> {
        let number = match attribute(tag, "r") {
            Some(number) => number.parse().map_err(|_| SheetRefusal::Damaged)?,
            None => self.handed + 1,
        };
        if self.row.is_some() || number <= self.handed || number > LAST_ROW {
            return Err(SheetRefusal::Damaged.into());
        }
        self.rows_before(number)?;
        let mut row = self.new_row(number);
        if attribute(tag, "customFormat").is_some_and(|set| matches!(&*set, "1" | "true")) {
            row.format = format_of(tag, "s");
        }
        let has_notes = !row.waiting.is_empty();
        if has_notes {
            // The columns between which the row has cells: they may be left out.
            self.out.push_str(&changed(tag, false, &[("spans", None)])?);
        } else {
            self.out.push_str(written);
        }
        if !is_empty {
            self.row = Some(row);
            return Ok(());
        }
        if has_notes {
            self.cells_before(u32::MAX, &mut row)?;
            self.end("row");
        }
        self.handed = number;
        Ok(())
    }

    fn close_row(&mut self, written: &str) -> Result<(), CopyRefusal> {
        let mut row = self.row.take().ok_or(SheetRefusal::Damaged)?;
        self.cells_before(u32::MAX, &mut row)?;
        self.out.push_str(written);
        self.handed = row.number;
        Ok(())
    }

    /// Copies a cell, or writes another one in its place; says whether its content stays.
    fn cell(
        &mut self,
        tag: &BytesStart<'_>,
        written: &str,
        is_empty: bool,
    ) -> Result<bool, CopyRefusal> {
        let mut row = self.row.take().ok_or(SheetRefusal::Damaged)?;
        let column = match attribute(tag, "r") {
            Some(place) => match place_of(&place) {
                Some((number, column)) if number == row.number => column,
                _ => return Err(SheetRefusal::Damaged.into()),
            },
            None => row.next_column,
        };
        if column < row.next_column || column > LAST_COLUMN {
            return Err(SheetRefusal::Damaged.into());
        }
        row.next_column = column + 1;
        self.cells_before(column, &mut row)?;
        let format = format_of(tag, "s").unwrap_or(0);
        row.last_format = format;
        let is_cleared = column == self.notes.column
            && self.notes.cleared_below.is_some_and(|below| row.number > below);
        let stays = match row.waiting.remove(&column) {
            Some(CellNote::Fill { is_error }) => {
                let filled = self.styles.filled(format, is_error)?.to_string();
                self.out.push_str(&changed(tag, is_empty, &[("s", Some(&filled))])?);
                true
            }
            Some(note) => {
                self.note(column, &note, &row)?;
                false
            }
            None if is_cleared => false,
            None => {
                // What was mended since an earlier copy is not marked any more.
                let cleared = match self.notes.cleared_below {
                    Some(_) => self.styles.cleared(format)?,
                    None => None,
                };
                match cleared.map(|format| format.to_string()) {
                    Some(format) => {
                        let tag = changed(tag, is_empty, &[("s", Some(&format))])?;
                        self.out.push_str(&tag);
                    }
                    None => self.out.push_str(written),
                }
                true
            }
        };
        self.row = Some(row);
        Ok(stays)
    }

    /// A row with what is to be written in it.
    fn new_row(&self, number: u32) -> OpenRow<'n> {
        let notes = self.notes;
        let cells = notes.cells.range((number, 0)..=(number, u32::MAX));
        let mut waiting: BTreeMap<u32, CellNote<'n>> = cells
            .map(|((_, column), is_error)| (*column, CellNote::Fill { is_error: *is_error }))
            .collect();
        if let Some(note) = notes.rows.get(&number) {
            let remark = CellNote::Remark { is_error: note.is_error, text: &note.text };
            waiting.insert(notes.column, remark);
        }
        if let Some((_, text)) = notes.heading.as_ref().filter(|(row, _)| *row == number) {
            waiting.insert(notes.column, CellNote::Heading(text));
        }
        OpenRow { number, format: None, next_column: 0, last_format: 0, waiting }
    }

    /// Writes the rows above this one that have notes and are not in the sheet.
    fn rows_before(&mut self, number: u32) -> Result<(), CopyRefusal> {
        loop {
            let noted = self.notes.rows.range(self.handed + 1..).next().map(|(row, _)| *row);
            let heading = self.notes.heading.as_ref().map(|(row, _)| *row);
            let heading = heading.filter(|row| *row > self.handed);
            let next = noted.into_iter().chain(heading).min();
            let Some(next) = next.filter(|next| *next < number) else { return Ok(()) };
            self.out.push_str(&format!("<{}row r=\"{next}\">", self.letters));
            let mut row = self.new_row(next);
            self.cells_before(u32::MAX, &mut row)?;
            self.end("row");
            self.handed = next;
        }
    }

    /// Writes the cells to the left of this column that have notes and are not in the row.
    fn cells_before(&mut self, column: u32, row: &mut OpenRow<'n>) -> Result<(), CopyRefusal> {
        while let Some((first, note)) = row.waiting.pop_first() {
            if first >= column {
                row.waiting.insert(first, note);
                return Ok(());
            }
            self.note(first, &note, row)?;
        }
        Ok(())
    }

    /// Writes a cell that was not there, or one in the place of another.
    fn note(
        &mut self,
        column: u32,
        note: &CellNote<'_>,
        row: &OpenRow<'_>,
    ) -> Result<(), CopyRefusal> {
        let (x, name) = (self.letters, cell_name(row.number, column));
        let (format, text) = match note {
            CellNote::Fill { is_error } => {
                let number = column + 1;
                let span = self.spans.iter().find(|s| (s.first..=s.last).contains(&number));
                let base = row.format.or(span.map(|span| span.format)).unwrap_or(0);
                let format = self.styles.filled(base, *is_error)?;
                self.out.push_str(&format!("<{x}c r=\"{name}\" s=\"{format}\"/>"));
                return Ok(());
            }
            CellNote::Remark { is_error, text } => (self.styles.remark(*is_error)?, text),
            CellNote::Heading(text) => (row.last_format, text),
        };
        self.out.push_str(&format!(
            "<{x}c r=\"{name}\" s=\"{format}\" t=\"inlineStr\"><{x}is><{x}t \
             xml:space=\"preserve\">{}</{x}t></{x}is></{x}c>",
            // «_x0041_» is how workbooks write a character.
            escaped(text).replace("_x", "_x005F_x")
        ));
        Ok(())
    }

    fn end(&mut self, name: &str) {
        self.out.push_str(&format!("</{}{name}>", self.letters));
    }
}

//! A file that was opened, and its rows.

use std::ops::ControlFlow;

use unicode_normalization::UnicodeNormalization;

use crate::csv_text::Csv;
use crate::letters::repaired;
use crate::sniff::{FileFamily, looks_like};
use crate::xlsx::Xlsx;
use crate::{Limits, SheetRefusal};

/// What kind of value a cell held before it was text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Written without exponent nor thousands: `1234567`, `0.5`.
    Number,
    /// `2026-11-24`, or `2026-11-24 08:00` when it has a time.
    Date,
    Boolean,
    /// `#N/A`, `#REF!`…
    Error,
}

/// One cell with something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// From 0.
    pub column: u32,
    /// Without control characters nor spaces at its ends, accents and letters in one; never empty.
    pub text: String,
    pub kind: Kind,
    /// The text is what a formula gave when the file was saved, or `=` where nothing was saved.
    pub formula: bool,
    /// Letters of it had come through a wrong encoding («Ã©») and were put back.
    pub mended: bool,
}

/// A row with something in it; its cells from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// From 1, as spreadsheet programs count.
    pub number: u32,
    pub cells: Vec<Cell>,
}

impl Row {
    /// The text of a column, or nothing.
    pub fn text(&self, column: u32) -> &str {
        self.cell(column).map_or("", |cell| cell.text.as_str())
    }

    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        found.ok().and_then(|index| self.cells.get(index))
    }
}

/// The name of a sheet as its tab shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetName {
    pub name: String,
    pub hidden: bool,
}

/// The rows and columns of a sheet that its owner does not see: hidden, filtered away, or of no size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiddenParts {
    /// First and last of each span, from 1, from top to bottom.
    pub rows: Vec<(u32, u32)>,
    /// First and last of each span, from 0.
    pub columns: Vec<(u32, u32)>,
}

impl HiddenParts {
    pub fn row(&self, row: u32) -> bool {
        let after = self.rows.partition_point(|(_, last)| *last < row);
        self.rows.get(after).is_some_and(|(first, _)| *first <= row)
    }

    pub fn column(&self, column: u32) -> bool {
        self.columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

enum Inside<'a> {
    Xlsx(Box<Xlsx<'a>>),
    Csv(Csv),
}

/// A spreadsheet that passed the first look. Rows are read when asked for, again each time.
pub struct Book<'a> {
    inside: Inside<'a>,
    limits: Limits,
}

impl<'a> Book<'a> {
    /// Looks at the bytes, whatever their name, and opens them.
    ///
    /// # Errors
    /// What they are instead of a spreadsheet, or which limit they pass.
    pub fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, SheetRefusal> {
        if bytes.len() > limits.bytes {
            return Err(SheetRefusal::TooLarge);
        }
        let inside = match looks_like(bytes)? {
            FileFamily::Archive => Inside::Xlsx(Box::new(Xlsx::open(bytes, limits)?)),
            FileFamily::Text => Inside::Csv(Csv::open(bytes, &limits)?),
        };
        Ok(Self { inside, limits })
    }

    pub fn format(&self) -> Format {
        match self.inside {
            Inside::Xlsx(_) => Format::Xlsx,
            Inside::Csv(_) => Format::Csv,
        }
    }

    /// The sheets in the order of their tabs; a CSV has one without a name.
    pub fn sheets(&self) -> Vec<SheetName> {
        match &self.inside {
            Inside::Xlsx(xlsx) => xlsx.sheets(),
            Inside::Csv(_) => vec![SheetName { name: String::new(), hidden: false }],
        }
    }

    /// What the sheet does not show; a CSV hides nothing.
    ///
    /// # Errors
    /// The damage that was met.
    pub fn hidden(&mut self, sheet: usize) -> Result<HiddenParts, SheetRefusal> {
        match &mut self.inside {
            Inside::Xlsx(xlsx) => xlsx.hidden(sheet),
            Inside::Csv(_) => Ok(HiddenParts::default()),
        }
    }

    /// Hands over the rows of a sheet from top to bottom, those with something in them, until
    /// there are no more or `each` has seen enough.
    ///
    /// # Errors
    /// The limit that the sheet passes, or the damage that was met; rows handed over before it
    /// were good.
    pub fn rows(
        &mut self,
        sheet: usize,
        mut each: impl FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetRefusal> {
        let most = self.limits.rows;
        let mut seen = 0;
        let mut over = false;
        let mut counted = |row: Row| {
            seen += 1;
            if seen > most {
                over = true;
                return ControlFlow::Break(());
            }
            each(row)
        };
        match &mut self.inside {
            Inside::Xlsx(xlsx) => xlsx.rows(sheet, &mut counted)?,
            Inside::Csv(csv) => csv.rows(&self.limits, &mut counted)?,
        }
        if over { Err(SheetRefusal::TooManyRows { most }) } else { Ok(()) }
    }
}

/// The text of a cell as it is kept: no control characters (PostgreSQL refuses NUL, and no cell
/// needs the others), nothing invisible, spaces of every kind alike, none at the ends, each letter in one
/// with its accent. Says whether letters had to be put back.
pub(crate) fn clean(text: &str) -> (String, bool) {
    let repaired = repaired(text);
    let text = repaired.as_deref().unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '\u{ad}' | '\u{180e}' | '\u{fe00}'..='\u{fe0f}' => {}
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {}
            '\u{a0}' | '\u{2007}' | '\u{202f}' => out.push(' '),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    let trimmed = out.trim();
    let text = if trimmed.len() == out.len() { out } else { trimmed.to_owned() };
    (text, repaired.is_some())
}

/// The text within its limit, or where it passes it.
pub(crate) fn bounded(
    text: &str,
    row: u32,
    column: u32,
    limits: &Limits,
) -> Result<(), SheetRefusal> {
    // Bytes first: most texts are far below, and counting characters costs.
    if text.len() > limits.cell && text.chars().count() > limits.cell {
        return Err(SheetRefusal::LongCell { row, column, most: limits.cell });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn texts_lose_what_no_cell_needs() {
        let text = " \u{a0}Ana\0 \u{200b}Mari\u{301}a\t\r\nRu\u{ad}iz\u{feff} ";
        assert_eq!(clean(text), ("Ana María   Ruiz".to_owned(), false));
        assert_eq!(clean("\u{202e}").0, "");
        assert_eq!(clean("MarÃ\u{ad}a"), ("María".to_owned(), true));
    }
}

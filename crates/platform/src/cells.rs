//! Typed cells as text: on a page for people, in CSV for spreadsheets.

use super::errors::AppError;
use super::xlsx::{Cell, Column, looks_like_formula};
use super::{dates, numbers};

/// A cell as a page writes it; what is missing is a dash.
pub fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "—".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Mark(mark) => (*mark).to_owned(),
        Cell::Integer(value) => numbers::grouped(*value),
        Cell::Decimal(value) => numbers::decimal(*value, 2),
        Cell::Percent(ratio) => numbers::percent(Some(*ratio)),
        Cell::Date(date) => dates::short(*date),
        Cell::Grade(tenths) => numbers::tenths(*tenths),
    }
}

/// Whether a column of such cells is aligned to the right.
pub fn is_number(cell: &Cell) -> bool {
    matches!(cell, Cell::Integer(_) | Cell::Decimal(_) | Cell::Percent(_) | Cell::Grade(_))
}

/// A cell as a CSV field that spreadsheets set to Spanish read as what it is: no thousands
/// mark, comma for decimals. A text that would be taken for a formula gets an apostrophe
/// before it (P13).
fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Integer(value) => value.to_string(),
        Cell::Decimal(value) => numbers::decimal(*value, 2).replace('.', ""),
        other => text(other),
    }
}

/// The text, unable to become a formula.
pub fn harmless(text: &str) -> String {
    // The full-width signs are formulas to some spreadsheets too.
    let starts_wide = text.trim_start().starts_with(['＝', '＋', '－', '＠']);
    if starts_wide || looks_like_formula(text.trim_start_matches(' ')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// One sheet as CSV while rows come: byte order mark, `;`, and nothing but the table. Totals would be added
/// up with it, and notes read as rows of it: those are a file of their own, [`notes_as_csv`].
pub struct CsvWriter(csv::Writer<Vec<u8>>);

fn broken(error: impl std::fmt::Display) -> AppError {
    AppError::Internal(format!("csv: {error}"))
}

impl CsvWriter {
    pub fn begin(columns: &[Column]) -> Result<Self, AppError> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let headings = columns.iter().map(|column| harmless(&column.heading));
        writer.write_record(headings).map_err(broken)?;
        Ok(Self(writer))
    }

    pub fn rows(&mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<(), AppError> {
        for row in rows {
            self.0.write_record(row.iter().map(field)).map_err(broken)?;
        }
        Ok(())
    }

    pub fn finish(self) -> Result<Vec<u8>, AppError> {
        self.0.into_inner().map_err(broken)
    }
}

/// The word in the address of the notes of CSV files.
pub const NOTES: &str = "notas";

/// Where the figures come from and how they are counted, as a file beside the tables.
pub fn notes_as_csv(notes: &[(&str, String)]) -> Result<Vec<u8>, AppError> {
    let mut lines = CsvWriter::begin(&[Column::new("Nota", 24.0), Column::new("Texto", 80.0)])?;
    lines.rows(notes.iter().map(|(name, note)| vec![Cell::text(*name), Cell::text(note)]))?;
    lines.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_becomes_a_formula() {
        for text in ["=1+1", "+57", "-1", "@x", "\t=1", "  =1", "＝1", "=HYPERLINK(\"x\")"] {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        for text in ["Ruiz, Ana", "–", "", "C. C. 1.***.*67", "3-4"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn numbers_are_written_for_people_and_for_spreadsheets() {
        assert_eq!(text(&Cell::Integer(1122)), "1.122");
        assert_eq!(field(&Cell::Integer(1122)), "1122");
        assert_eq!(text(&Cell::Decimal(1234.5)), "1.234,50");
        assert_eq!(field(&Cell::Decimal(1234.5)), "1234,50");
        assert_eq!(text(&Cell::Percent(0.83)), "83 %");
        assert_eq!((text(&Cell::Empty), field(&Cell::Empty)), ("—".into(), String::new()));
    }
}

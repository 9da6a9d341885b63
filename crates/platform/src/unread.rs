//! What people are told when a spreadsheet of theirs was not read: one wording for every page that
//! takes one.

use sheets::SheetRefusal;

use super::marked::cell_name;
use super::numbers::grouped;
use super::texts::Refusal;

/// A spreadsheet that was not read, and how many megabytes the page takes.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UnreadSheet<'a>(pub &'a SheetRefusal, pub usize);

impl Refusal for UnreadSheet<'_> {
    fn code(&self) -> &'static str {
        match self.0 {
            SheetRefusal::Empty => "platform.sheet_empty",
            SheetRefusal::TooLarge => "platform.sheet_too_large",
            SheetRefusal::Password => "platform.sheet_password",
            SheetRefusal::OldExcel => "platform.sheet_old_excel",
            SheetRefusal::BinaryExcel => "platform.sheet_binary_excel",
            SheetRefusal::OpenDocument => "platform.sheet_open_document",
            SheetRefusal::WebPage => "platform.sheet_web_page",
            SheetRefusal::NotASpreadsheet => "platform.sheet_not_a_spreadsheet",
            SheetRefusal::Damaged => "platform.sheet_damaged",
            SheetRefusal::TooMuchInside | SheetRefusal::TooManyParts => {
                "platform.sheet_too_much_inside"
            }
            SheetRefusal::Entities => "platform.sheet_entities",
            SheetRefusal::NoSheet => "platform.sheet_no_sheet",
            SheetRefusal::TooManyRows { .. } => "platform.sheet_too_many_rows",
            SheetRefusal::TooManyColumns { .. } => "platform.sheet_too_many_columns",
            SheetRefusal::LongCell { .. } => "platform.sheet_long_cell",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let count = |number: u32| grouped(i64::from(number));
        match *self.0 {
            SheetRefusal::TooLarge => vec![("most", self.1.to_string())],
            SheetRefusal::TooManyRows { most } => vec![("most", count(most))],
            SheetRefusal::TooManyColumns { row, most } => {
                vec![("row", count(row)), ("most", count(most))]
            }
            SheetRefusal::LongCell { row, column, .. } => vec![("cell", cell_name(row, column))],
            _ => Vec::new(),
        }
    }

    /// Every form that takes one names its control so.
    fn field(&self) -> Option<&'static str> {
        Some("archivo")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_has_its_sentence_in_spanish() {
        for why in [
            SheetRefusal::Empty,
            SheetRefusal::TooLarge,
            SheetRefusal::Password,
            SheetRefusal::OldExcel,
            SheetRefusal::BinaryExcel,
            SheetRefusal::OpenDocument,
            SheetRefusal::WebPage,
            SheetRefusal::NotASpreadsheet,
            SheetRefusal::Damaged,
            SheetRefusal::TooMuchInside,
            SheetRefusal::TooManyParts,
            SheetRefusal::Entities,
            SheetRefusal::NoSheet,
            SheetRefusal::TooManyRows { most: 5_200 },
            SheetRefusal::TooManyColumns { row: 3, most: 200 },
            SheetRefusal::LongCell { row: 12, column: 2, most: 4_000 },
        ] {
            let sentence = UnreadSheet(&why, 5).sentence();
            let is_whole = !sentence.contains('{') && sentence.ends_with('.');
            assert!(is_whole && !sentence.contains("platform."), "{sentence}");
        }
    }
}

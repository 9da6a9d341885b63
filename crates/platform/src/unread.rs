//! What people are told when a spreadsheet of theirs was not read: one wording for every page that
//! takes one.

use sheets::SheetRefusal;

use super::marked::cell_name;
use super::numbers::grouped;

/// The code of its sentence.
pub fn code(why: &SheetRefusal) -> &'static str {
    match why {
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

/// The values of its sentence; `megabytes` is the most that the page takes.
pub fn facts(why: &SheetRefusal, megabytes: usize) -> Vec<(&'static str, String)> {
    let count = |number: u32| grouped(i64::from(number));
    match *why {
        SheetRefusal::TooLarge => vec![("most", megabytes.to_string())],
        SheetRefusal::TooManyRows { most } => vec![("most", count(most))],
        SheetRefusal::TooManyColumns { row, most } => {
            vec![("row", count(row)), ("most", count(most))]
        }
        SheetRefusal::LongCell { row, column, .. } => vec![("cell", cell_name(row, column))],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::say;

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
            let sentence = say(code(&why), &facts(&why, 5));
            let is_whole = !sentence.contains('{') && sentence.ends_with('.');
            assert!(is_whole && !sentence.contains("platform."), "{sentence}");
        }
    }
}

//! What people are told when a spreadsheet of theirs was not read: one wording for every page that
//! takes one.

use sheets::Refusal;

use super::marked::cell_name;
use super::numbers::grouped;

/// The code of its sentence.
pub fn code(why: &Refusal) -> &'static str {
    match why {
        Refusal::Empty => "platform.sheet_empty",
        Refusal::TooLarge => "platform.sheet_too_large",
        Refusal::Password => "platform.sheet_password",
        Refusal::OldExcel => "platform.sheet_old_excel",
        Refusal::BinaryExcel => "platform.sheet_binary_excel",
        Refusal::OpenDocument => "platform.sheet_open_document",
        Refusal::WebPage => "platform.sheet_web_page",
        Refusal::NotASpreadsheet => "platform.sheet_not_a_spreadsheet",
        Refusal::Damaged => "platform.sheet_damaged",
        Refusal::TooMuchInside | Refusal::TooManyParts => "platform.sheet_too_much_inside",
        Refusal::Entities => "platform.sheet_entities",
        Refusal::NoSheet => "platform.sheet_no_sheet",
        Refusal::TooManyRows { .. } => "platform.sheet_too_many_rows",
        Refusal::TooManyColumns { .. } => "platform.sheet_too_many_columns",
        Refusal::LongCell { .. } => "platform.sheet_long_cell",
    }
}

/// The values of its sentence; `megabytes` is the most that the page takes.
pub fn facts(why: &Refusal, megabytes: usize) -> Vec<(&'static str, String)> {
    let count = |number: u32| grouped(i64::from(number));
    match *why {
        Refusal::TooLarge => vec![("most", megabytes.to_string())],
        Refusal::TooManyRows { most } => vec![("most", count(most))],
        Refusal::TooManyColumns { row, most } => {
            vec![("row", count(row)), ("most", count(most))]
        }
        Refusal::LongCell { row, column, .. } => vec![("cell", cell_name(row, column))],
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
            Refusal::Empty,
            Refusal::TooLarge,
            Refusal::Password,
            Refusal::OldExcel,
            Refusal::BinaryExcel,
            Refusal::OpenDocument,
            Refusal::WebPage,
            Refusal::NotASpreadsheet,
            Refusal::Damaged,
            Refusal::TooMuchInside,
            Refusal::TooManyParts,
            Refusal::Entities,
            Refusal::NoSheet,
            Refusal::TooManyRows { most: 5_200 },
            Refusal::TooManyColumns { row: 3, most: 200 },
            Refusal::LongCell { row: 12, column: 2, most: 4_000 },
        ] {
            let sentence = say(code(&why), &facts(&why, 5));
            let is_whole = !sentence.contains('{') && sentence.ends_with('.');
            assert!(is_whole && !sentence.contains("platform."), "{sentence}");
        }
    }
}

//! Questions exchanged with other systems ([`gift`]) and with spreadsheets ([`sheet`]): files are
//! read into [`ImportedQuestion`] questions and [`Issue`]s, and [`preview`] says what would become of them.
//! Pure: bytes and facts go in, values come out.

pub mod gift;
pub mod preview;
pub mod sheet;

use platform::marked::Issue;
use questions::Question;

use super::entity::question::Difficulty;

/// Questions of one file.
pub const MOST: usize = 500;

/// A question of the bank as it is written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedQuestion {
    pub code: String,
    pub capacity: String,
    pub difficulty: Difficulty,
    /// The course's code.
    pub course: Option<String>,
    pub question: Question,
}

/// A question that was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedQuestion {
    /// The row of the sheet, or the line of the text where it begins; from 1.
    pub row: u32,
    pub code: Option<String>,
    /// Empty means that the file does not say it.
    pub capacity: String,
    pub difficulty: Difficulty,
    /// The course's code.
    pub course: Option<String>,
    pub question: Question,
}

/// Everything that was read from a file. A wrong question does not hide the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionFile {
    pub wanted: Vec<ImportedQuestion>,
    pub issues: Vec<Issue>,
}

impl QuestionFile {
    /// Returns how many questions the file has, with those that cannot be read.
    pub fn rows(&self) -> usize {
        let wrong: std::collections::BTreeSet<u32> =
            self.issues.iter().filter(|issue| issue.is_error).map(|issue| issue.row).collect();
        let read = self.wanted.iter().filter(|one| !wrong.contains(&one.row)).count();
        read + wrong.len()
    }
}

fn issue(row: u32, column: Option<u32>, is_error: bool, what: impl Into<String>) -> Issue {
    Issue { row, column, is_error, what: what.into(), mend: String::new() }
}

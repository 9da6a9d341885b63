//! Questions exchanged with other systems ([`gift`]) and with spreadsheets ([`sheet`]): files are
//! read into [`Wanted`] questions and [`Issue`]s, and [`outlook`] says what would become of them.
//! Pure: bytes and facts go in, values come out.

pub mod gift;
pub mod outlook;
pub mod sheet;

use platform::marked::Issue;
use questions::Question;

use super::entity::question::Difficulty;

/// Questions of one file.
pub const MOST: usize = 500;

/// A question with where it belongs, for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub code: String,
    pub capacity: String,
    pub difficulty: Difficulty,
    /// The course's code.
    pub course: Option<String>,
    pub question: Question,
}

/// A question of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The row of the sheet, or the line of the text where it begins; from 1.
    pub row: u32,
    pub code: Option<String>,
    /// Possibly empty: the file does not say it.
    pub capacity: String,
    pub difficulty: Difficulty,
    /// The course's code.
    pub course: Option<String>,
    pub question: Question,
}

/// All that a file holds. One question that is wrong does not hide the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub wanted: Vec<Wanted>,
    pub issues: Vec<Issue>,
}

impl Reading {
    /// Questions of the file, those that cannot be read too.
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

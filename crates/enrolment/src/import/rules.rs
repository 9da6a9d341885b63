//! Why a file is not imported, and when each step of an import may follow; pure (R25).

use platform::numbers::{grouped, some};
use platform::prelude::*;
use platform::unread::UnreadSheet;
use sheets::SheetRefusal as FileRefusal;

use super::entity::import::State;
pub use super::file::MOST_PEOPLE;
use crate::rules::EnrolmentRefusal;

pub use platform::marked::{cell_name, column_name};

/// The largest file that is taken.
pub const MOST_MEGABYTES: usize = 5;
/// Imports of so few rows are done while the person waits; longer ones by a worker.
pub const AT_ONCE: i32 = 200;

/// Why an import did not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportRefusal {
    #[error("no file was sent")]
    NoFile,
    #[error("the file cannot be read: {0}")]
    File(FileRefusal),
    #[error("too many files were sent within an hour")]
    TooManyFiles,
    #[error("no row of the file has anything below its headings")]
    NoRows,
    #[error("this file was imported already")]
    AlreadyImported { at: DateTime<Utc> },
    #[error("the cohort takes nobody")]
    Cohort(EnrolmentRefusal),
    #[error("another step of this import is under way or done")]
    NotNow { state: State },
    #[error("rows with errors are left")]
    HasErrors { rows: i32 },
    #[error("nobody of the file is to be enrolled")]
    NobodyNew,
}

impl Refusal for ImportRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoFile => "enrolment.import_no_file",
            // People are counted here, not rows.
            Self::File(FileRefusal::TooManyRows { .. }) => "enrolment.file_too_many_rows",
            Self::File(refusal) => UnreadSheet(refusal, MOST_MEGABYTES).code(),
            Self::TooManyFiles => "enrolment.import_too_many",
            Self::NoRows => "enrolment.import_no_rows",
            Self::AlreadyImported { .. } => "enrolment.import_already",
            Self::Cohort(refusal) => refusal.code(),
            Self::NotNow { .. } => "enrolment.import_not_now",
            Self::HasErrors { .. } => "enrolment.import_has_errors",
            Self::NobodyNew => "enrolment.import_nobody_new",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::File(FileRefusal::TooManyRows { .. }) => {
                vec![("most", grouped(i64::from(MOST_PEOPLE)))]
            }
            Self::File(refusal) => UnreadSheet(refusal, MOST_MEGABYTES).facts(),
            Self::AlreadyImported { at } => vec![("at", dates::short_with_time(*at))],
            Self::Cohort(refusal) => refusal.facts(),
            Self::HasErrors { rows } => vec![("rows", some(*rows, "fila", "filas"))],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoFile | Self::File(_) | Self::NoRows | Self::AlreadyImported { .. } => {
                Some("archivo")
            }
            _ => None,
        }
    }
}

/// Whether the columns may still be decided: until it is being written.
pub fn may_choose(state: State) -> Result<(), ImportRefusal> {
    match state {
        State::Uploaded | State::Checked => Ok(()),
        state => Err(ImportRefusal::NotNow { state }),
    }
}

/// Whether rows may be mended on the page: while the checked file waits for a decision.
pub fn may_answer(state: State) -> Result<(), ImportRefusal> {
    match state {
        State::Checked => Ok(()),
        state => Err(ImportRefusal::NotNow { state }),
    }
}

/// Whether everything that was checked may be written now.
/// `to_do` counts the people to enrol and those whose contacts are completed.
pub fn may_commit(state: State, with_errors: i32, to_do: i32) -> Result<(), ImportRefusal> {
    match state {
        State::Checked if with_errors > 0 => Err(ImportRefusal::HasErrors { rows: with_errors }),
        State::Checked if to_do == 0 => Err(ImportRefusal::NobodyNew),
        State::Checked => Ok(()),
        state => Err(ImportRefusal::NotNow { state }),
    }
}

/// Returns a count as the database keeps it; what is too large becomes the largest number.
pub fn saturating_i32(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(cell_name(12, 2), "C12");
        assert_eq!(column_name(25), "Z");
        assert_eq!(column_name(26), "AA");
        assert_eq!(column_name(16_383), "XFD");
    }

    #[test]
    fn nothing_is_written_while_a_row_is_wrong() {
        assert_eq!(may_commit(State::Checked, 0, 3), Ok(()));
        assert_eq!(may_commit(State::Checked, 6, 3), Err(ImportRefusal::HasErrors { rows: 6 }));
        assert_eq!(may_commit(State::Checked, 0, 0), Err(ImportRefusal::NobodyNew));
        for state in [State::Uploaded, State::Checking, State::Committing, State::Done] {
            assert_eq!(may_commit(state, 0, 3), Err(ImportRefusal::NotNow { state }));
        }
        assert!(may_choose(State::Done).is_err() && may_choose(State::Checked).is_ok());
        assert!(may_answer(State::Checking).is_err() && may_answer(State::Checked).is_ok());
    }

    #[test]
    fn every_refusal_of_a_file_has_its_sentence() {
        let limits = [
            FileRefusal::TooManyRows { most: 5_200 },
            FileRefusal::TooManyColumns { row: 3, most: 200 },
            FileRefusal::LongCell { row: 12, column: 2, most: 4_000 },
            FileRefusal::Password,
            FileRefusal::WebPage,
        ];
        for refusal in limits {
            let sentence = ImportRefusal::File(refusal).sentence();
            assert!(!sentence.contains('{') && sentence.contains(' '), "{sentence}");
        }
    }
}

//! Changes of tests on paper: a test is printed, a sheet is entered or corrected.

mod correct;
mod enter;
mod print;

pub use enter::{ExamSheetEntry, SheetEntryOutcome, SheetMark, enter};
pub use print::{NewPrint, print};

use platform::errors::Failure;

use super::refusals::PaperRefusal;

type ExamPaperResult<T> = Result<T, Failure<PaperRefusal>>;

//! Changes of paper: a print is remembered, a scan is attached or withdrawn, a sheet is entered.

mod enter;
mod print;
mod scan;

pub use enter::{SheetEntry, enter};
pub use print::{NewSheet, print};
pub use scan::{attach, withdraw};

use platform::errors::Failure;

use super::rules::PaperRefusal;

type PaperResult<T> = Result<T, Failure<PaperRefusal>>;

//! The report as a workbook: a sheet for each of its tables, and the notes.

use platform::errors::AppError;
use platform::xlsx::{Book, SheetLayout};

use super::report::ExecutiveReport;

/// # Errors
/// The workbook's.
pub fn workbook(report: &ExecutiveReport) -> Result<Vec<u8>, AppError> {
    let mut book =
        Book::new(&format!("{} {}", report.kind.label(), report.subject), report.cut_off)?;
    for part in report.tables() {
        let sheet = SheetLayout { name: &part.name, columns: &part.columns, frozen_columns: 1 };
        book.sheet_with_total(sheet, part.rows, part.total)?;
    }
    book.notes(&report.notes)?;
    book.finish()
}

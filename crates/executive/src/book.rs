//! The report as a workbook: a sheet for each of its tables, and the notes.

use platform::errors::AppError;
use platform::xlsx::{Book, Sheet};

use super::told::Told;

/// # Errors
/// The workbook's.
pub fn workbook(told: &Told) -> Result<Vec<u8>, AppError> {
    let mut book = Book::new(&format!("{} {}", told.kind.title(), told.subject), told.cut_off)?;
    for part in told.tables() {
        let sheet = Sheet { name: &part.name, columns: &part.columns, frozen_columns: 1 };
        book.sheet_with_total(sheet, part.rows, part.total)?;
    }
    book.notes(&told.notes)?;
    book.finish()
}

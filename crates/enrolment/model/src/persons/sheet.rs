//! The list of persons as a workbook: what its page shows of each.

use chrono::{DateTime, Utc};

use platform::dates::short_with_time;
use platform::errors::AppError;
use platform::numbers::counted;
use platform::texts::word;
use platform::xlsx::{Book, Cell, Column, SheetLayout};

use super::queries::MOST_WRITTEN;

/// Writes names with documents, whole or masked as whoever asks sees them.
pub fn workbook(
    people: &[(String, String)],
    (now, demo): (DateTime<Utc>, bool),
) -> Result<Vec<u8>, AppError> {
    let columns = [("Apellidos y nombres", 40.0), ("Documento", 24.0)]
        .map(|(heading, width)| Column::new(heading, width));
    let rows = people.iter().map(|(name, document)| vec![Cell::text(name), Cell::text(document)]);
    let mut book = Book::new("Personas", now)?;
    book.sheet(SheetLayout { name: "Personas", columns: &columns, frozen_columns: 1 }, rows)?;
    let mut notes = vec![
        ("Corte", short_with_time(now)),
        ("Personas", counted(people.len())),
        ("Documentos", word("people.list_documents").to_owned()),
        ("Fuente", "Registros de Formación Territorial.".to_owned()),
    ];
    if people.len() as u64 >= MOST_WRITTEN {
        notes.push(("Hay más", word("people.list_cut").to_owned()));
    }
    if demo {
        notes.push(("Aviso", "DEMOSTRACIÓN, sin validez".to_owned()));
    }
    book.notes(&notes)?;
    book.finish()
}

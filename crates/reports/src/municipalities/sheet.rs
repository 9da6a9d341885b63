//! The list of municipalities as a workbook: what its page shows, and people in bands as there.

use ledger_model::as_of::AsOf;
use platform::errors::AppError;
use platform::texts::word;
use platform::xlsx::{Book, Cell, Column, SheetLayout};

use super::views::MunicipalityLine;

/// Writes the rows of a list that is called so.
pub fn workbook(
    rows: &[MunicipalityLine],
    (list, as_of): (&str, AsOf),
) -> Result<Vec<u8>, AppError> {
    let columns = [
        ("Código DIVIPOLA", 12.0),
        ("Municipio", 28.0),
        ("Departamento", 24.0),
        ("Personas certificadas", 16.0),
        ("Subregión PDET", 34.0),
    ]
    .map(|(heading, width)| Column::new(heading, width));
    let cells = rows.iter().map(|row| {
        vec![
            Cell::text(&row.code),
            Cell::text(&row.name),
            Cell::text(&row.department),
            Cell::text(&row.certified),
            row.pdet.clone().map_or(Cell::Empty, Cell::Text),
        ]
    });
    let mut book = Book::new("Municipios", as_of.known_at)?;
    book.sheet(SheetLayout { name: "Municipios", columns: &columns, frozen_columns: 2 }, cells)?;
    book.notes(&[
        ("Lista", list.to_owned()),
        ("Corte", platform::dates::short(as_of.day)),
        ("Personas certificadas", word("reports.municipalities_how").to_owned()),
        ("Fuente", "Registros de Formación Territorial.".to_owned()),
        ("Territorio", territory_model::DIVIPOLA.to_owned()),
    ])?;
    book.finish()
}

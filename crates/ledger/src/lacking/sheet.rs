//! Who lacks what as a workbook: every municipality of the page by every capacity of it.

use platform::errors::AppError;
use platform::texts::word;
use platform::xlsx::{Book, Cell, Column, SheetLayout};

use super::{LackTable, Standing};
use crate::as_of::AsOf;

/// Writes the workbook; the columns of the table are capacities.
pub fn workbook(table: &LackTable, territory: &str, as_of: &AsOf) -> Result<Vec<u8>, AppError> {
    let mut columns = vec![
        Column::new("Código DIVIPOLA", 16.0),
        Column::new("Municipio", 26.0),
        Column::new("Departamento", 20.0),
        Column::new("Capacidades que le faltan", 13.0),
    ];
    columns.extend(
        table.columns.iter().map(|one| Column::new(format!("{} ({})", one.name, one.code), 18.0)),
    );
    let cell = |standing: &Standing| match standing {
        Standing::Has(people) => Cell::Integer(*people),
        Standing::Lost => Cell::text(word("ledger.lack_lost")),
        Standing::Never => Cell::text(word("ledger.lack_never")),
    };
    let rows = table.rows.iter().map(|row| {
        let mut cells = vec![
            Cell::text(&row.place.code),
            Cell::text(&row.place.name),
            Cell::text(&row.place.department),
            Cell::Integer(i64::try_from(row.lacking).unwrap_or(i64::MAX)),
        ];
        cells.extend(row.cells.iter().map(cell));
        cells
    });
    let mut book = Book::new("Quién carece de qué", as_of.known_at)?;
    let layout = SheetLayout { name: "Carencias", columns: &columns, frozen_columns: 2 };
    book.sheet(layout, rows)?;
    book.notes(&[
        ("Informe", format!("Quién carece de qué: {territory}")),
        ("Corte", platform::dates::short(as_of.day)),
        ("Cada celda", word("ledger.lack_how").to_owned()),
        ("Fuente", "Registros de Formación Territorial.".to_owned()),
        ("Territorio", territory_model::DIVIPOLA.to_owned()),
    ])?;
    book.finish()
}

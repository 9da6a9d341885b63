//! The list of needs as a workbook.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use platform::dates::bogota_date;
use platform::errors::AppError;
use platform::xlsx::{Book, Cell, Column, SheetLayout};

use super::queries::{NeedSummary, NeedTotals};

/// The rows of the list with the filters that it was asked with.
pub fn workbook(
    rows: &[NeedSummary],
    sums: &NeedTotals,
    offered: &BTreeSet<String>,
    (filters, at): (&str, DateTime<Utc>),
) -> Result<Vec<u8>, AppError> {
    let mut book = Book::new("Necesidades", at)?;
    let columns = [
        ("N.º", 8.0),
        ("Código municipio", 12.0),
        ("Municipio", 24.0),
        ("Departamento", 20.0),
        ("Entidad", 34.0),
        ("Capacidad", 38.0),
        ("Personas", 10.0),
        ("Con cohorte", 12.0),
        ("Atendidas", 11.0),
        ("Sin cohorte", 12.0),
        ("Estado", 13.0),
        ("Fecha límite", 13.0),
        ("Registrada", 13.0),
        ("Oferta", 13.0),
        ("Motivo del rechazo", 40.0),
        ("Demostración", 13.0),
    ]
    .map(|(heading, width)| Column::new(heading, width));
    let cells = rows.iter().map(|row| {
        let figures = row.figures(sums);
        let has_offer = offered.contains(&row.capacity_code);
        vec![
            Cell::Integer(row.id.0),
            Cell::text(&row.municipality_code),
            Cell::text(&row.municipality),
            Cell::text(&row.department),
            Cell::text(&row.entity),
            Cell::text(&row.capacity),
            Cell::Integer(figures.asked),
            Cell::Integer(figures.matched),
            Cell::Integer(figures.attended),
            Cell::Integer(figures.remainder()),
            Cell::text(figures.state(row.refused_at.is_some()).label()),
            Cell::Date(row.deadline_on),
            Cell::Date(bogota_date(row.requested_at)),
            Cell::text(if has_offer { "Con oferta" } else { "Sin oferta" }),
            row.refusal_reason.clone().map_or(Cell::Empty, Cell::Text),
            Cell::text(if row.is_demo { "Sí" } else { "No" }),
        ]
    });
    book.sheet(SheetLayout { name: "Necesidades", columns: &columns, frozen_columns: 1 }, cells)?;
    book.notes(&[
        ("Filtros", filters.to_owned()),
        ("Con cohorte", "Personas con lugar previsto en una cohorte que no se canceló.".to_owned()),
        (
            "Atendidas",
            "De ellas, las que tienen un certificado sin revocar de esa cohorte y contaban para el municipio el día en que se expidió."
                .to_owned(),
        ),
        ("Oferta", "Si algún curso publicado desarrolla la capacidad.".to_owned()),
        ("Fuente", "Registros de Formación Territorial.".to_owned()),
    ])?;
    book.finish()
}

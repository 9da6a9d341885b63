//! The list of cohorts as a workbook.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use capacities_model::labels::subject_label;
use platform::errors::AppError;
use platform::xlsx::{Book, Cell, Column, SheetLayout};
use territory_model::queries::NamedMunicipality;

use crate::entity::cohort::CohortId;
use crate::queries::ListedCohort;
use crate::views::named;

/// Writes cohorts with all of their municipalities.
pub fn workbook(
    rows: &[ListedCohort],
    places: &HashMap<CohortId, Vec<NamedMunicipality>>,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, AppError> {
    let columns = [
        ("N.º", 8.0),
        ("Cohorte", 26.0),
        ("Curso", 40.0),
        ("Tema", 24.0),
        ("Modalidad", 14.0),
        ("Horas", 8.0),
        ("Dirección territorial", 26.0),
        ("Etapa", 14.0),
        ("Empieza", 13.0),
        ("Termina", 13.0),
        ("Inscripción hasta", 13.0),
        ("Cupos", 9.0),
        ("Lugar", 34.0),
        ("Municipios", 44.0),
    ]
    .map(|(heading, width)| Column::new(heading, width));
    let cells = rows.iter().map(|row| {
        let places = places.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        vec![
            Cell::Integer(row.id.0),
            Cell::text(&row.name),
            Cell::text(&row.course),
            Cell::text(subject_label(&row.subject)),
            Cell::text(row.modality.label()),
            Cell::Integer(row.hours.into()),
            Cell::text(&row.unit),
            Cell::text(row.stage.label()),
            Cell::Date(row.starts_on),
            Cell::Date(row.ends_on),
            Cell::date(row.enrolment_closes_on),
            Cell::Integer(row.seats.into()),
            Cell::text(&row.place_text),
            Cell::text(named(places, places.len())),
        ]
    });
    let mut book = Book::new("Cohortes", now)?;
    book.sheet(SheetLayout { name: "Cohortes", columns: &columns, frozen_columns: 2 }, cells)?;
    book.notes(&[("Fuente", "Registros de Formación Territorial.".to_owned())])?;
    book.finish()
}

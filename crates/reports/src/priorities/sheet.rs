//! The ranking as a workbook: every row of it, with the points of each criterion.

use platform::blocking;
use platform::dates::bogota_date;
use platform::texts::word;
use platform::xlsx::{self, Book, Cell, Column, SheetLayout};
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;

use super::entity::priority_override::Direction;
use super::ranking::{PriorityQuery, RankedMunicipality, Ranking};
use super::rules::{Criterion, POINT};
use super::words;
use crate::policy::READERS;

#[get("/prioridades/xlsx")]
pub async fn workbook(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let query = PriorityQuery::read(&desk, actor).await?;
    // What the page refuses is no file.
    if query.form.has_errors() {
        return Err(AppError::NotFound);
    }
    let ranking = Ranking::read(&desk, actor, &query).await?;
    let capacity = query.framework.into_iter().find(|one| one.code == query.capacity);
    let capacity = capacity.map_or_else(|| "Cualquiera".to_owned(), |one| one.name);
    let now = desk.app.clock.now();
    let name = format!("prioridades-{}.xlsx", bogota_date(now));
    let bytes = blocking::run(move || book(&ranking, &capacity, now)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

fn cells(row: &RankedMunicipality, counted: &[(Criterion, i32)]) -> Vec<Cell> {
    let RankedMunicipality { score, place, known, moved } = row;
    let place = place.and_then(|place| i64::try_from(place).ok());
    let whole = score.hundredths().filter(|_| score.is_whole());
    let mut cells = vec![
        place.map_or(Cell::Empty, Cell::Integer),
        Cell::text(&known.place.code),
        Cell::text(&known.place.name),
        Cell::text(&known.place.department),
        whole.map_or(Cell::Empty, |hundredths| Cell::Decimal(hundredths as f64 / 100.0)),
    ];
    cells.extend(counted.iter().map(|(criterion, _)| {
        let part = score.parts.iter().find(|(one, ..)| one == criterion);
        part.map_or_else(
            || Cell::text("Sin dato"),
            |(_, points, _)| Cell::Decimal(*points as f64 / POINT as f64),
        )
    }));
    let change = moved.as_ref().map(|one| match one.direction {
        Direction::Lift => "Subido",
        Direction::Lower => "Bajado",
    });
    cells.extend([
        change.map_or(Cell::Empty, Cell::text),
        moved.as_ref().map_or(Cell::Empty, |one| Cell::text(&one.reason)),
        moved.as_ref().map_or(Cell::Empty, |one| Cell::text(&one.author)),
        Cell::text(if known.is_demo { "Sí" } else { "No" }),
    ]);
    cells
}

fn book(ranking: &Ranking, capacity: &str, now: DateTime<Utc>) -> Result<Vec<u8>, AppError> {
    let mut columns = vec![
        Column::new("Puesto calculado", 11.0),
        Column::new("Código DIVIPOLA", 12.0),
        Column::new("Municipio", 28.0),
        Column::new("Departamento", 22.0),
        Column::new("Puntaje", 11.0),
    ];
    columns.extend(ranking.counted.iter().map(|(criterion, weight)| {
        Column::new(format!("{} (peso {weight})", criterion.label()), 15.0)
    }));
    columns.extend(
        [
            ("Cambio de puesto", 12.0),
            ("Motivo del cambio", 40.0),
            ("Quién lo cambió", 26.0),
            ("Demostración", 13.0),
        ]
        .map(|(heading, width)| Column::new(heading, width)),
    );
    let rows = ranking.in_order().map(|row| cells(row, &ranking.counted));
    let mut book = Book::new("Prioridades", now)?;
    book.sheet(SheetLayout { name: "Prioridades", columns: &columns, frozen_columns: 3 }, rows)?;
    let mut notes = vec![
        ("Capacidad", capacity.to_owned()),
        ("Puntaje", word("reports.priorities_how").to_owned()),
    ];
    notes.extend(ranking.counted.iter().map(|(one, _)| (one.label(), words::how(*one).to_owned())));
    notes.push(("Territorio", territory_model::DIVIPOLA.to_owned()));
    book.notes(&notes)?;
    book.finish()
}

//! The list of gaps as a workbook: one group below another, because nothing is compared across them.

use platform::blocking;
use platform::xlsx::{self, Book, Cell, Column, SheetLayout};
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;
use territory_model::queries::NamedMunicipality;

use super::gaps::{GapComparison, GapList, is_demo};
use crate::figures::UNIT;
use crate::policy::READERS;
use crate::rules::Exact;

#[get("/brechas/xlsx")]
pub async fn workbook(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let GapList { choices, department, subject, places, .. } = GapList::read(&desk, actor).await?;
    // What the page refuses is no file; where nothing was chosen yet, the page asks.
    if choices.form.has_errors() {
        return Err(AppError::NotFound);
    }
    let (Some(subject), Some(places)) = (subject, places) else { return desk.go("/brechas") };
    let name = format!("brechas-{department}-{}.xlsx", subject.year);
    let now = desk.app.clock.now();
    let bytes = blocking::run(move || book(&subject, places, now)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

/// As many digits as the page shows.
fn exact(value: Exact) -> Cell {
    Cell::Decimal(value.0 as f64 / (UNIT * 10) as f64)
}

fn book(
    subject: &GapComparison,
    mut places: Vec<NamedMunicipality>,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, AppError> {
    let peers = &subject.peers;
    let columns = [
        ("Código DIVIPOLA", 12.0),
        ("Municipio", 28.0),
        ("Departamento", 22.0),
        ("Grupo", 22.0),
        ("Valor", 12.0),
        ("Mediana del grupo", 14.0),
        ("Brecha a la mediana", 14.0),
        ("Lectura", 12.0),
        ("Fuente", 34.0),
        ("Publicado", 13.0),
        ("Demostración", 13.0),
    ]
    .map(|(heading, width)| Column::new(heading, width));
    // By group, those without one last; within it the order of names stays.
    places.sort_by_cached_key(|place| {
        let group = peers.group(&place.code).map(str::to_owned);
        (group.is_none(), group)
    });
    let cells = places.iter().map(|place| {
        let own = peers.values.get(&place.code);
        let gap = peers.gap(&place.code).ok();
        vec![
            Cell::text(&place.code),
            Cell::text(&place.name),
            Cell::text(&place.department),
            Cell::text(peers.group(&place.code).unwrap_or("Sin grupo")),
            own.map_or(Cell::Empty, |own| Cell::Decimal(own.value as f64 / UNIT as f64)),
            gap.map_or(Cell::Empty, |gap| exact(gap.median.value())),
            gap.map_or(Cell::Empty, |gap| exact(gap.gap)),
            gap.map_or(Cell::Empty, |gap| Cell::text(gap.standing.label())),
            own.map_or(Cell::Empty, |own| Cell::text(&own.source)),
            Cell::date(own.map(|own| own.published_on)),
            Cell::text(if is_demo(peers, place) { "Sí" } else { "No" }),
        ]
    });
    let measure = &subject.measure;
    let mut book = Book::new("Brechas", now)?;
    book.sheet(SheetLayout { name: "Brechas", columns: &columns, frozen_columns: 2 }, cells)?;
    book.notes(&[
        ("Indicador", format!("{} ({}), {}", measure.name, measure.index, subject.year)),
        ("Cómo se lee", subject.about().join(" ")),
        ("Brecha", platform::texts::word("indicators.gap_how").to_owned()),
        ("Territorio", territory_model::DIVIPOLA.to_owned()),
    ])?;
    book.finish()
}

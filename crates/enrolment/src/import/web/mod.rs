//! Addresses of imports: each step has its page, and an import's own address shows the one it is at.

mod cells;
mod check;
mod choice;
mod columns;
mod rows;
mod upload;

use check::{check_page, done_page, progress_page};
use columns::columns;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::RUNNERS;
use cohorts_model::queries::{CohortRow, find};
use sign_in_model::prelude::*;

use super::entity::import::{self, ImportId, State};
use super::policy::{may_step, may_upload};
use super::queries::RowFilter;
use super::rules::AT_ONCE;
use super::{commands, queries};
use crate::views::EnrolmentHead;

pub fn routes() -> Vec<Route> {
    let mut all = upload::routes();
    all.extend(columns::routes());
    all.extend(check::routes());
    all.extend(rows::routes());
    all.extend(routes![show, confirm, discard]);
    all
}

fn head(row: &CohortRow) -> EnrolmentHead {
    EnrolmentHead::new(&row.cohort, &row.version.name, &row.unit_name)
}

fn address(id: ImportId) -> String {
    format!("/importaciones/{id}")
}

/// The cohort, for those who may import into it; a cohort that takes nobody says so.
async fn open_cohort(desk: &Desk<'_>, cohort: CohortId) -> Result<CohortRow, AppError> {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = find(desk.app.db.read(), actor, cohort).await?;
    may_upload(actor, &row.cohort)?;
    Ok(row)
}

/// A link needs words.
fn name_of(import: &import::Model) -> String {
    if import.file_name.is_empty() { "Archivo".to_owned() } else { import.file_name.clone() }
}

/// The import with its cohort, within the actor's reach.
async fn found(desk: &Desk<'_>, id: ImportId) -> Result<(import::Model, CohortRow), AppError> {
    let actor = desk.actor_as(&RUNNERS)?;
    let (import, cohort) = queries::find(desk.app.db.read(), actor, id).await?;
    let row = find(desk.app.db.read(), actor, cohort).await?;
    row.enter(desk, CohortTab::People).await?;
    Ok((import, row))
}

#[get("/importaciones/<import>?<paso>&<hoja>&<fila>&<ver>&<pagina>")]
async fn show(
    desk: Desk<'_>,
    import: ImportId,
    paso: Option<&str>,
    hoja: Option<usize>,
    fila: Option<u32>,
    ver: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let (import, row) = found(&desk, import).await?;
    match import.state {
        State::Uploaded => columns(&desk, &import, &row, hoja, fila).await,
        State::Checked if paso == Some("columnas") => {
            columns(&desk, &import, &row, hoja, fila).await
        }
        State::Checked => {
            let which = (row_filter(&import, ver), pagina);
            desk.show(&check_page(&desk, &import, &row, which, FormState::default()).await?)
        }
        State::Checking | State::Committing => {
            desk.show_waiting(&progress_page(&desk, &import, &row))
        }
        State::Done | State::Discarded => desk.show(&done_page(&desk, &import, &row).await?),
    }
}

/// The rows that are listed: the ones asked for, or first of all those with errors.
fn row_filter(import: &import::Model, asked: Option<&str>) -> RowFilter {
    let first = if import.with_errors > 0 { RowFilter::Errors } else { RowFilter::All };
    asked.and_then(RowFilter::from_code).unwrap_or(first)
}

#[post("/importaciones/<import>/confirmacion")]
async fn confirm(desk: Desk<'_>, import: ImportId) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    match commands::order(desk.app, permit).await {
        Ok(()) => {}
        Err(failure) => {
            let refusal = failure.refusal()?;
            if import.state != State::Checked {
                return desk.warned(address(import.id), refusal.sentence());
            }
            let form = Fields::default().refused(&refusal);
            let which = (row_filter(&import, None), None);
            return desk.refuse(&check_page(&desk, &import, &row, which, form).await?);
        }
    }
    if import.rows <= AT_ONCE {
        commands::write(desk.app, import.id).await?;
    }
    desk.go(address(import.id))
}

#[post("/importaciones/<import>/descarte")]
async fn discard(desk: Desk<'_>, import: ImportId) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    match commands::discard(desk.app, permit).await {
        Ok(()) => desk.done(
            format!("{}/importacion", head(&row).path()),
            "El archivo quedó descartado y lo que decía se borró.",
        ),
        Err(failure) => desk.warned(address(import.id), failure.refusal()?.sentence()),
    }
}

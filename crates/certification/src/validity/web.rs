//! What a coordination sees of certificates that end.

use sign_in_model::actor::Role;
use sign_in_model::prelude::*;

use super::queries::{AHEAD, ending_soon};
use super::rules::TELL_BEFORE;
use super::views::{EndingPage, EndingRow};
use crate::entity::certificate;
use crate::snapshot::Snapshot;
use crate::views::validity_tag;

pub fn routes() -> Vec<Route> {
    routes![ending]
}

#[get("/certificados/por-vencer?<pagina>")]
async fn ending(desk: Desk<'_>, pagina: Option<u64>) -> Answer {
    let actor = desk.actor_as(&[Role::NationalAdministrator, Role::Coordinator])?;
    let now = desk.app.clock.now();
    let here = "/certificados/por-vencer";
    let (rows, pager) = ending_soon(desk.app.db.read(), actor, now, pagina, here).await?;
    let rows = rows.iter().map(|row| line(row, now)).collect::<Result<_, _>>()?;
    desk.show(&EndingPage { ahead: AHEAD, before: TELL_BEFORE, rows, pager })
}

fn line(row: &certificate::Model, now: DateTime<Utc>) -> Result<EndingRow, AppError> {
    let paper = Snapshot::read(&row.snapshot)?.document;
    Ok(EndingRow {
        number: paper.number,
        href: format!("/certificados/{}", row.id),
        name: paper.full_name,
        course: paper.course_name,
        until: row.valid_until.map(dates::short).unwrap_or_default(),
        tag: validity_tag(row.kind, super::of(row, now)),
        told: match row.expiry_told_at {
            Some(at) => format!("El {}", dates::short(dates::bogota_date(at))),
            None => "Todavía no".to_owned(),
        },
    })
}

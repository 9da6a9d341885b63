//! Calling the focal points of a cohort's municipalities.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::RUNNERS;
use cohorts_model::queries::{self, CohortRow};
use notices_model::departure::Departure;
use platform::numbers::some;
use platform::texts::and;
use sign_in_model::prelude::*;

use super::commands;
use super::letters::Invitation;
use super::policy::{invites_at, may_invite};
use super::queries::{FocalPoint, focal_points, free_seats, uncalled};
use super::refusals::InvitationRefusal;
use super::views::InvitationPage;
use crate::group_text::GroupText;
use crate::preview::LetterPreview;

/// Longest message, in letters.
const LONGEST_MESSAGE: usize = 600;

pub fn routes() -> Vec<Route> {
    routes![page, invite]
}

/// The letter to a focal point with the message of the form, as it would be sent.
async fn preview(
    desk: &Desk<'_>,
    (row, free): (&CohortRow, u64),
    point: &FocalPoint,
    message: Option<String>,
) -> Result<LetterPreview, AppError> {
    let letter = Invitation::new(row, free, &point.municipality, message);
    LetterPreview::of(desk.app, &letter, point.name.clone()).await
}

async fn shown(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<InvitationPage, AppError> {
    let db = desk.app.db.read();
    row.enter(desk, CohortTab::Messages).await?;
    let points = focal_points(db, row.cohort.id).await?;
    let uncalled = uncalled(db, row.cohort.id, points.clone(), desk.app.clock.today()).await?.len();
    let places = queries::municipalities(db, row.cohort.id).await?;
    let stage = row.cohort.stage;
    let message = form.first("mensaje").map(str::trim).filter(|text| !text.is_empty());
    let message = message.map(str::to_owned);
    let free = free_seats(db, &row.cohort).await?;
    let letter = match points.first().filter(|_| invites_at(stage)) {
        Some(point) => Some(preview(desk, (row, free), point, message.clone()).await?),
        None => None,
    };
    let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
    let group = (invites_at(stage) && !names.is_empty()).then(|| {
        let call = Invitation::new(row, free, &and(&names), message);
        GroupText::of(desk.app, row, call.paragraphs())
    });
    Ok(InvitationPage {
        letter,
        group,
        form,
        cohort: row.cohort.name.clone(),
        course: row.version.name.clone(),
        back: format!("/cohortes/{}", row.cohort.id),
        action: format!("/cohortes/{}/convocatoria", row.cohort.id),
        without: places
            .iter()
            .filter(|place| points.iter().all(|point| point.municipality_code != place.code))
            .map(|place| place.full_name())
            .collect(),
        consequence: match uncalled {
            0 => InvitationRefusal::CalledToday.sentence(),
            some => Departure::Now.sentence(some),
        },
        button: (uncalled > 0).then(|| format!("Enviar a {}", some(uncalled, "enlace", "enlaces"))),
        points,
        closed: (!invites_at(stage)).then(|| InvitationRefusal::NotOpen { stage }.sentence()),
    })
}

#[get("/cohortes/<cohort>/convocatoria")]
async fn page(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    may_invite(actor, &row.facts())?;
    desk.show(&shown(&desk, &row, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/convocatoria", data = "<fields>")]
async fn invite(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = may_invite(actor, &row.facts())?;
    let mut reader = Reader::new(&fields);
    let message = reader.optional("mensaje", LONGEST_MESSAGE).filter(|text| !text.is_empty());
    if let Err(form) = reader.finish() {
        return desk.refuse(&shown(&desk, &row, form).await?);
    }
    if fields.first("accion") == "ver" {
        return desk.show(&shown(&desk, &row, fields.state()).await?);
    }
    match commands::invite(desk.app, permit, message).await {
        Ok(called) => {
            let who = some(called as i64, "enlace", "enlaces");
            desk.done(format!("/cohortes/{cohort}"), format!("La convocatoria sale para {who}."))
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&shown(&desk, &row, form).await?)
        }
    }
}

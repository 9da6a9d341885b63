//! Passing a session to another day, and saying where a cohort is taught.

use courses_model::entity::course_version::Modality;
use platform::texts::Refusal as _;
use sign_in_model::prelude::*;
use territory_model::queries::{NamedMunicipality, unit_territory};

use super::RUNNERS;
use super::sessions::{others, read_meeting, session_editable, told};
use super::stages::LONGEST_REASON;
use crate::audience::{self, AnnouncedChange};
use crate::commands::{self, NewSession};
use crate::entity::cohort::{CohortId, Stage};
use crate::entity::session::{self, SessionId};
use crate::place::CohortTab;
use crate::policy;
use crate::queries::{self, CohortRow};
use crate::refusals::CohortRefusal;
use crate::views::{SessionMovePage, TownPage};

async fn move_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    session: &session::Model,
    form: FormState,
) -> Result<SessionMovePage, AppError> {
    let cohort = &row.cohort;
    let sessions = queries::sessions(desk.app.db.read(), cohort.id).await?;
    row.enter_known(desk, &sessions, CohortTab::Sessions)?;
    Ok(SessionMovePage {
        form,
        told: audience::told(desk, cohort, AnnouncedChange::Change).await?,
        id: session.id.0,
        position: session.position,
        now: format!(
            "{}, {}",
            dates::short_with_weekday(dates::bogota_date(session.starts_at)),
            dates::span(session.starts_at, session.ends_at)
        ),
        back: format!("/cohortes/{}", cohort.id),
        cohort: cohort.name.clone(),
        range: dates::range(cohort.starts_on, cohort.ends_on),
        place: session.place.clone().unwrap_or_else(|| cohort.place_text.clone()),
        planned: others(&sessions, Some(session.id)),
    })
}

#[get("/sesiones/<session>/otro-dia")]
pub async fn move_form(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let (session, row) = queries::session(desk.app.db.read(), actor, session).await?;
    policy::may_edit_session(actor, &row.facts(), session.id)?;
    session_editable(&row, &session)?;
    // The hours stay more often than they change; the day is what is asked for.
    let form = FormState::default()
        .with("desde", dates::input_time(session.starts_at))
        .with("hasta", dates::input_time(session.ends_at));
    desk.show(&move_page(&desk, &row, &session, form).await?)
}

#[post("/sesiones/<session>/otro-dia", data = "<fields>")]
pub async fn move_on(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let (session, row) = queries::session(desk.app.db.read(), actor, session).await?;
    let permit = policy::may_edit_session(actor, &row.facts(), session.id)?;
    session_editable(&row, &session)?;
    let mut reader = Reader::new(&fields);
    let to = read_meeting(&mut reader);
    let reason = reader.optional("motivo", LONGEST_REASON);
    if let Err(form) = reader.finish() {
        return desk.refuse(&move_page(&desk, &row, &session, form).await?);
    }
    match commands::move_session(desk.app, permit, to, reason.as_deref()).await {
        Ok(()) => {
            let moved = NewSession {
                starts_at: to.starts_at,
                ends_at: to.ends_at,
                place: session.place.clone(),
                link: session.link.clone(),
                facilitator: session.facilitator_account_id,
            };
            let text = format!("La sesión pasó al {}.", moved.when());
            told(&desk, &row, format!("/cohortes/{}", row.cohort.id), &text, &moved).await
        }
        Err(failure) => {
            let refusal = failure.refusal()?;
            // This form asks for no person and no room: it is the day that does not fit them.
            let form = match refusal {
                CohortRefusal::FacilitatorBusy { .. }
                | CohortRefusal::RoomTaken { .. }
                | CohortRefusal::LinkTaken { .. }
                | CohortRefusal::FacilitatorNeeded => {
                    let mut form = fields.state();
                    form.refuse("fecha", refusal.sentence());
                    form
                }
                _ => fields.refused(&refusal),
            };
            desk.refuse(&move_page(&desk, &row, &session, form).await?)
        }
    }
}

async fn town_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<TownPage, AppError> {
    let territory = unit_territory(desk.app.db.read(), &row.cohort.unit_code).await?;
    row.enter(desk, CohortTab::Summary).await?;
    Ok(TownPage {
        form,
        id: row.cohort.id.0,
        cohort: row.cohort.name.clone(),
        place: row.cohort.place_text.clone(),
        is_virtual: row.version.modality == Modality::Virtual,
        municipalities: territory.iter().map(NamedMunicipality::alternative).collect(),
    })
}

/// A cancelled cohort has no form: the page says why.
fn taught_somewhere(row: &CohortRow) -> Result<(), AppError> {
    match row.cohort.stage {
        Stage::Cancelled => {
            let refusal = CohortRefusal::NotEditable { stage: row.cohort.stage };
            Err(AppError::Refused(refusal.sentence()))
        }
        _ => Ok(()),
    }
}

#[get("/cohortes/<cohort>/municipio")]
pub async fn town_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    policy::may_edit(actor, &row.facts())?;
    taught_somewhere(&row)?;
    let form = FormState::default().with_option("dictada_en", row.cohort.taught_in.as_ref());
    desk.show(&town_page(&desk, &row, form).await?)
}

#[post("/cohortes/<cohort>/municipio", data = "<fields>")]
pub async fn town(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_edit(actor, &row.facts())?;
    taught_somewhere(&row)?;
    let code = Some(fields.first("dictada_en").to_owned()).filter(|code| !code.is_empty());
    match commands::save_town(desk.app, permit, code).await {
        Ok(()) => desk.done(format!("/cohortes/{cohort}"), "El municipio quedó guardado."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&town_page(&desk, &row, form).await?)
        }
    }
}

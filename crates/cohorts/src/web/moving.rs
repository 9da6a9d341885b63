//! Passing a session to another day, and saying where a cohort is taught.

use courses_model::entity::course_version::Modality;
use platform::texts::{Refusal as _, say};
use sign_in_model::entity::account::AccountId;
use sign_in_model::prelude::*;
use territory_model::queries::{NamedMunicipality, unit_territory};

use super::RUNNERS;
use super::sessions::{others, read_meeting, session_editable, told};
use super::stages::LONGEST_REASON;
use crate::audience::{self, AnnouncedChange};
use crate::clashes::{Clash, clashes};
use crate::commands::{self, NewSession, refusal_of};
use crate::entity::cohort::{CohortId, Stage};
use crate::entity::session::{self, SessionId};
use crate::place::CohortTab;
use crate::queries::{self, CohortRow, HoursQuery};
use crate::refusals::CohortRefusal;
use crate::schedule::Meeting;
use crate::views::{MeetingPreview, Note, SessionMovePage, TownPage, holiday};
use crate::{labels, policy, rules, timetable};

/// What is only looked at: the button that saves nothing.
const LOOK: &str = "mirar";

/// The session with another day and other hours.
fn moved_to(session: &session::Model, to: Meeting) -> NewSession {
    NewSession {
        starts_at: to.starts_at,
        ends_at: to.ends_at,
        place: session.place.clone(),
        link: session.link.clone(),
        facilitator: session.facilitator_account_id,
    }
}

/// Looks at what a session would meet on another day, before anything is saved. Six statements at most.
async fn preview(
    desk: &Desk<'_>,
    row: &CohortRow,
    session: &session::Model,
    to: Meeting,
) -> Result<MeetingPreview, AppError> {
    let (db, cohort) = (desk.app.db.read(), &row.cohort);
    let moved = moved_to(session, to);
    let mut notes: Vec<Note> = Vec::new();
    let span = rules::session_span(to.starts_at, to.ends_at, cohort.starts_on, cohort.ends_on);
    if let Err(refusal) = span {
        let notes = vec![Note::blocking(&refusal)];
        return Ok(MeetingPreview { when: moved.when(), notes });
    }
    let sessions = queries::sessions(db, cohort.id).await?;
    let own = timetable::meetings(&sessions).find(|other| {
        other.id != session.id && rules::overlap(moved.span(), (other.starts_at, other.ends_at))
    });
    notes.extend(own.map(|other| {
        Note::blocking(&CohortRefusal::SessionOverlap {
            position: other.position,
            when: dates::day_and_span(other.starts_at, other.ends_at),
        })
    }));
    let places = queries::municipalities(db, cohort.id).await?;
    let codes: Vec<String> = places.into_iter().map(|place| place.code).collect();
    let mut planned = [moved.planned(&cohort.place_text, row.version.modality)];
    let names = queries::find_rooms(db, &codes, &mut planned).await?;
    let facilitators: Vec<AccountId> = moved.facilitator.into_iter().collect();
    let query = HoursQuery {
        from: to.starts_at,
        to: to.ends_at,
        facilitators: &facilitators,
        municipalities: &codes,
        meetings: &planned,
        names: Some(&names),
        except: Some(cohort.id),
        unit: &cohort.unit_code,
    };
    let taken = queries::booked_sessions(db, query).await?;
    let [planned] = planned;
    notes.extend(clashes(&planned, &taken).iter().filter_map(|clash| match *clash {
        Clash::Municipality(other) => Some(Note::warning(labels::municipality_busy(other))),
        _ => refusal_of(clash).map(|refusal| Note::blocking(&refusal)),
    }));
    notes.extend(holiday(dates::bogota_date(to.starts_at)).map(Note::warning));
    if to.starts_at < desk.app.clock.now() {
        notes.push(Note::warning(say("cohorts.builder_past", &[])));
    }
    Ok(MeetingPreview { when: moved.when(), notes })
}

async fn move_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    session: &session::Model,
    form: FormState,
    preview: Option<MeetingPreview>,
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
        preview,
    })
}

#[get("/sesiones/<session>/otro-dia")]
pub async fn move_form(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let (session, row) = queries::session(desk.app.db.read(), actor, session).await?;
    policy::may_edit_session(actor, &row.facts(), session.id)?;
    session_editable(&row, &session)?;
    // The hours stay more often than they change; the day is what is asked for, and the calendar knows it.
    let fields = Fields::of_address(desk.request());
    let day = NaiveDate::parse_from_str(fields.first("fecha"), "%Y-%m-%d").ok();
    let until = day.filter(|_| !same_day(&session)).and_then(|day| day.succ_opt());
    let form = FormState::default()
        .with("desde", dates::input_time(session.starts_at))
        .with("hasta", dates::input_time(session.ends_at));
    let Some(day) = day else {
        return desk.show(&move_page(&desk, &row, &session, form, None).await?);
    };
    let form = form
        .with("fecha", dates::input_date(day))
        .with_option("fecha_fin", until.map(dates::input_date));
    let read = Fields::of_state(&form);
    let mut reader = Reader::new(&read);
    let to = read_meeting(&mut reader);
    if let Err(form) = reader.finish() {
        return desk.refuse(&move_page(&desk, &row, &session, form, None).await?);
    }
    let met = preview(&desk, &row, &session, to).await?;
    desk.show(&move_page(&desk, &row, &session, form, Some(met)).await?)
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
        return desk.refuse(&move_page(&desk, &row, &session, form, None).await?);
    }
    if fields.first("hacer") == LOOK {
        let met = preview(&desk, &row, &session, to).await?;
        let page = move_page(&desk, &row, &session, fields.state(), Some(met)).await?;
        return desk.show(&page);
    }
    match commands::move_session(desk.app, permit, to, reason.as_deref()).await {
        Ok(()) => {
            let moved = moved_to(&session, to);
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
            desk.refuse(&move_page(&desk, &row, &session, form, None).await?)
        }
    }
}

/// Whether it ends on the day on which it begins.
fn same_day(session: &session::Model) -> bool {
    dates::bogota_date(session.starts_at) == dates::bogota_date(session.ends_at)
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

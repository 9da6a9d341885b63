//! Planning sessions: add, change, cancel.

use chrono::{Days, NaiveDate};

use sign_in_model::prelude::*;

use super::stages::LONGEST_REASON;
use super::{RUNNERS, read_facilitator, read_link};
use crate::audience::{self, AnnouncedChange};
use crate::clashes::clashes;
use crate::commands::{self, NewSession};
use crate::entity::cohort::{CohortId, Stage};
use crate::entity::session::{self, SessionId};
use crate::place::CohortTab;
use crate::queries::{self, CohortRow, HoursQuery};
use crate::refusals::CohortRefusal;
use crate::schedule::Meeting;
use crate::views::{ReasonPage, SessionFormPage, holiday};
use crate::{labels, overlaps, policy, rules, timetable};

const LONGEST_PLACE: usize = 200;

async fn form_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    session: Option<&session::Model>,
    form: FormState,
) -> Result<SessionFormPage, AppError> {
    let db = desk.app.db.read();
    let cohort = &row.cohort;
    let facilitators = queries::facilitators(db, &cohort.unit_code).await?;
    let planned = queries::sessions(db, cohort.id).await?;
    row.enter_known(desk, &planned, CohortTab::Sessions)?;
    Ok(SessionFormPage {
        form,
        venues: queries::venue_labels(db, &cohort.unit_code).await?,
        told: audience::told(desk, cohort, AnnouncedChange::Change).await?,
        heading: match session {
            Some(session) => format!("Cambiar la sesión {}", session.position),
            None => "Programar una sesión".into(),
        },
        action: match session {
            Some(session) => format!("/sesiones/{}", session.id),
            None => format!("/cohortes/{}/sesiones", cohort.id),
        },
        back: format!("/cohortes/{}", cohort.id),
        cohort: cohort.name.clone(),
        range: dates::range(cohort.starts_on, cohort.ends_on),
        place: cohort.place_text.clone(),
        facilitators: facilitators.iter().map(super::facilitator_choice).collect(),
        needs_facilitator: cohort.stage != Stage::Draft,
        is_new: session.is_none(),
        planned: others(&planned, session.map(|session| session.id)),
    })
}

/// The form of a session as it is kept.
fn kept(session: &session::Model, date: NaiveDate, until: NaiveDate) -> FormState {
    FormState::default()
        .with("fecha", dates::input_date(date))
        .with("desde", dates::input_time(session.starts_at))
        .with("hasta", dates::input_time(session.ends_at))
        .with_option("fecha_fin", (until != date).then(|| dates::input_date(until)))
        .with_option("facilitador", session.facilitator_account_id)
        .with_option("lugar", session.place.as_ref())
        .with_option("enlace", session.link.as_ref())
}

/// A new session is proposed a week after the last one, at the same hours and with the same
/// facilitator: most courses meet weekly.
fn proposed(row: &CohortRow, sessions: &[session::Model]) -> FormState {
    let last = sessions.iter().rfind(|session| session.stage != session::Stage::Cancelled);
    let Some(last) = last else {
        return FormState::default().with("fecha", dates::input_date(row.cohort.starts_on));
    };
    let later = |at| {
        let date = dates::bogota_date(at);
        date.checked_add_days(Days::new(7)).unwrap_or(date)
    };
    let (date, until) = (later(last.starts_at), later(last.ends_at));
    kept(last, date, until)
}

/// The day and the hours of a session.
pub(super) fn read_meeting(reader: &mut Reader<'_>) -> Meeting {
    let date = reader.date("fecha", "Escriba la fecha de la sesión.");
    let from = reader.time("desde", "Escriba la hora en que empieza.");
    let to = reader.time("hasta", "Escriba la hora en que termina.");
    let until = reader.date_or_none("fecha_fin").unwrap_or(date);
    Meeting { starts_at: dates::from_bogota(date, from), ends_at: dates::from_bogota(until, to) }
}

/// The sessions that are planned beside one, or beside none.
pub(super) fn others(sessions: &[session::Model], session: Option<SessionId>) -> Vec<String> {
    timetable::meetings(sessions)
        .filter(|other| Some(other.id) != session)
        .map(|other| dates::day_and_span(other.starts_at, other.ends_at))
        .collect()
}

fn read(fields: &Fields) -> Result<NewSession, FormState> {
    let mut reader = Reader::new(fields);
    let meeting = read_meeting(&mut reader);
    let facilitator = read_facilitator(&mut reader, fields, "facilitador");
    let place = reader.optional("lugar", LONGEST_PLACE);
    let link = read_link(&mut reader, "enlace");
    reader.finish()?;
    Ok(NewSession {
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        place,
        link,
        facilitator,
    })
}

/// Told after saving: a holiday is allowed but seldom meant (R12), and so is an hour at which the
/// same municipalities have another session (R13).
pub(super) async fn told(
    desk: &Desk<'_>,
    row: &CohortRow,
    to: String,
    text: &str,
    saved: &NewSession,
) -> Answer {
    let date = dates::bogota_date(saved.starts_at);
    let mut warnings = Vec::new();
    if let Some(holiday) = holiday(date) {
        let date = dates::short(date);
        warnings.push(format!("Revise la fecha: {date} es festivo. {holiday}."));
    }
    let db = desk.app.db.read();
    let places = queries::municipalities(db, row.cohort.id).await?;
    let codes: Vec<String> = places.into_iter().map(|place| place.code).collect();
    let query = HoursQuery {
        from: saved.starts_at,
        to: saved.ends_at,
        municipalities: &codes,
        except: Some(row.cohort.id),
        unit: &row.cohort.unit_code,
        ..HoursQuery::default()
    };
    let taken = queries::booked_sessions(db, query).await?;
    let mut planned = [saved.planned(&row.cohort.place_text, row.version.modality)];
    if let Some(small) = queries::small_venue(db, &codes, &mut planned, row.cohort.seats).await? {
        warnings.push(small);
    }
    let [planned] = planned;
    let shared = clashes(&planned, &taken).into_iter().filter(|clash| !clash.blocks());
    // Two are enough to look again.
    warnings.extend(shared.take(2).map(|clash| labels::municipality_busy(clash.other())));
    warnings.extend(overlaps::note(desk, row.cohort.id, saved.span()).await?);
    let text = with_letters(desk, row.cohort.id, AnnouncedChange::Change, text).await?;
    if warnings.is_empty() {
        return desk.done(to, text);
    }
    desk.warned(to, format!("{text} {}", warnings.join(" ")))
}

/// What was done, and how many letters leave by it.
pub(super) async fn with_letters(
    desk: &Desk<'_>,
    cohort: CohortId,
    deed: AnnouncedChange,
    done: &str,
) -> Result<String, AppError> {
    Ok(match audience::leaving(desk, cohort, deed).await? {
        Some(leave) => format!("{done} {leave}"),
        None => done.to_owned(),
    })
}

fn cohort_editable(row: &CohortRow) -> Result<(), AppError> {
    rules::editable(row.cohort.stage).map_err(|refusal| AppError::Refused(refusal.sentence()))
}

#[get("/cohortes/<cohort>/sesiones/nueva")]
pub async fn new_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let db = desk.app.db.read();
    let row = queries::find(db, actor, cohort).await?;
    policy::may_edit(actor, &row.facts())?;
    cohort_editable(&row)?;
    let form = proposed(&row, &queries::sessions(db, cohort).await?);
    desk.show(&form_page(&desk, &row, None, form).await?)
}

#[post("/cohortes/<cohort>/sesiones", data = "<fields>")]
pub async fn new(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_edit(actor, &row.facts())?;
    cohort_editable(&row)?;
    let new = match read(&fields) {
        Ok(new) => new,
        Err(form) => return desk.refuse(&form_page(&desk, &row, None, form).await?),
    };
    match commands::add_session(desk.app, permit, new.clone()).await {
        Ok(_) => {
            let to = match fields.first("otra") {
                "" => format!("/cohortes/{cohort}"),
                _ => format!("/cohortes/{cohort}/sesiones/nueva"),
            };
            told(&desk, &row, to, "La sesión quedó programada.", &new).await
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&form_page(&desk, &row, None, form).await?)
        }
    }
}

pub(super) fn session_editable(row: &CohortRow, session: &session::Model) -> Result<(), AppError> {
    cohort_editable(row)?;
    rules::session_editable(session.stage).map_err(|refusal| AppError::Refused(refusal.sentence()))
}

#[get("/sesiones/<session>")]
pub async fn edit_form(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let (session, row) = queries::session(desk.app.db.read(), actor, session).await?;
    policy::may_edit_session(actor, &row.facts(), session.id)?;
    session_editable(&row, &session)?;
    let form =
        kept(&session, dates::bogota_date(session.starts_at), dates::bogota_date(session.ends_at));
    desk.show(&form_page(&desk, &row, Some(&session), form).await?)
}

#[post("/sesiones/<session>", data = "<fields>")]
pub async fn edit(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let (session, row) = queries::session(desk.app.db.read(), actor, session).await?;
    let permit = policy::may_edit_session(actor, &row.facts(), session.id)?;
    session_editable(&row, &session)?;
    let change = match read(&fields) {
        Ok(change) => change,
        Err(form) => return desk.refuse(&form_page(&desk, &row, Some(&session), form).await?),
    };
    match commands::save_session(desk.app, permit, change.clone()).await {
        Ok(()) => {
            let to = format!("/cohortes/{}", row.cohort.id);
            told(&desk, &row, to, "La sesión quedó guardada.", &change).await
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&form_page(&desk, &row, Some(&session), form).await?)
        }
    }
}

async fn reason_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    session: &session::Model,
    form: FormState,
) -> Result<ReasonPage, AppError> {
    row.enter(desk, CohortTab::Sessions).await?;
    Ok(ReasonPage {
        form,
        told: audience::told(desk, &row.cohort, AnnouncedChange::CancelSession).await?,
        heading: format!(
            "Cancelar la sesión {} del {}",
            session.position,
            dates::short(dates::bogota_date(session.starts_at))
        ),
        action: format!("/sesiones/{}/cancelacion", session.id),
        back: format!("/cohortes/{}", row.cohort.id),
        cohort: row.cohort.name.clone(),
        consequences: vec![
            "La sesión deja de contar para el porcentaje de asistencia.",
            "Lo que ya se registró en ella se conserva.",
            "No se puede deshacer.",
        ],
        instead: rules::session_editable(session.stage).is_ok().then(|| {
            let page = format!("/sesiones/{}/otro-dia", session.id);
            Crumb::to("Si se va a dictar otro día, pásela a ese día", page)
        }),
        button: "Cancelar la sesión",
    })
}

fn session_cancellable(row: &CohortRow, session: &session::Model) -> Result<(), AppError> {
    cohort_editable(row)?;
    rules::cancel_session(session.stage)
        .map(|_| ())
        .map_err(|refusal| AppError::Refused(refusal.sentence()))
}

#[get("/sesiones/<session>/cancelacion")]
pub async fn cancel_form(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let (session, row) = queries::session(desk.app.db.read(), actor, session).await?;
    policy::may_edit_session(actor, &row.facts(), session.id)?;
    session_cancellable(&row, &session)?;
    desk.show(&reason_page(&desk, &row, &session, FormState::default()).await?)
}

#[post("/sesiones/<session>/cancelacion", data = "<fields>")]
pub async fn cancel(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let (session, row) = queries::session(desk.app.db.read(), actor, session).await?;
    let permit = policy::may_edit_session(actor, &row.facts(), session.id)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", LONGEST_REASON, &CohortRefusal::ReasonNeeded.sentence());
    if let Err(form) = reader.finish() {
        return desk.refuse(&reason_page(&desk, &row, &session, form).await?);
    }
    match commands::cancel_session(desk.app, permit, &reason).await {
        Ok(()) => {
            let (id, deed) = (row.cohort.id, AnnouncedChange::CancelSession);
            let text = "La sesión quedó cancelada y ya no cuenta para la asistencia.";
            let text = with_letters(&desk, id, deed, text).await?;
            desk.done(format!("/cohortes/{id}"), text)
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&reason_page(&desk, &row, &session, form).await?)
        }
    }
}

//! Addresses of since when people count.

use std::collections::BTreeSet;

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session;
use cohorts_model::place::{self, CohortTab};
use cohorts_model::queries::{CohortHead, cohort_head};
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::RollRow;
use people_model::policy::is_own;
use platform::numbers::{people, some};
use platform::texts::and;
use sign_in_model::prelude::*;

use super::commands::{self, LateArrival};
use super::views::{LatePage, LateRow};
use crate::policy;
use crate::queries::{self, AttendanceGridRow, Grid};
use crate::rules::{AttendanceRefusal, SessionStanding};
use crate::since::reasons;

/// The longest reason.
const REASON: usize = 300;
/// The value for the day of the seat.
const SEAT: &str = "cupo";

pub fn routes() -> Vec<Route> {
    routes![show, save]
}

fn address(cohort: CohortId) -> String {
    format!("/cohortes/{cohort}/desde-cuando")
}

async fn page(desk: &Desk<'_>, head: CohortHead, form: FormState) -> Result<LatePage, AppError> {
    let (actor, db, now) = (desk.actor()?, desk.app.db.read(), desk.app.clock.now());
    let id = head.cohort.id;
    let sessions = cohorts::queries::sessions(db, id).await?;
    let seen = enrolment::policy::scope(actor);
    let Grid { sessions, rows } = queries::grid(db, &head.cohort, sessions, seen, now).await?;
    place::enter_known(desk, &head.cohort, &head.course, &sessions, CohortTab::Sessions)?;
    let reasons = reasons(db, id).await?;
    let everybody = Fields::of_address(desk.request()).first("ver") == "todas";
    let chosen = form.all("persona").to_vec();
    let people = rows
        .iter()
        .map(|row| {
            let missed = missed(&sessions, row);
            let reason = reasons.get(&row.person.enrolment).cloned();
            (missed.len(), line(actor, &row.person, &missed, reason, &chosen))
        })
        .filter(|(missed, row)| everybody || *missed > 0 || row.reason.is_some() || row.chosen)
        .map(|(_, row)| row)
        .collect();
    let stage = head.cohort.attendance_stage(now);
    let blocked = match stage {
        cohort::Stage::Confirmed | cohort::Stage::Running => None,
        cohort::Stage::Closed => Some(AttendanceRefusal::CohortClosed.sentence()),
        _ => Some(AttendanceRefusal::CohortNotRunning.sentence()),
    };
    let mut choices: Vec<Alternative> = sessions.iter().map(choice).collect();
    choices.push(Alternative::new(SEAT, "Desde el día de su cupo"));
    let today = dates::bogota_date(now);
    let past = sessions.iter().filter(|one| dates::bogota_date(one.starts_at) <= today);
    Ok(LatePage {
        form,
        cohort_href: format!("/cohortes/{id}"),
        everybody,
        people,
        sessions: choices,
        past: past.map(choice).collect(),
        blocked,
        title: head.title,
    })
}

/// «Sesión 2, martes 24 de noviembre de 2026».
fn choice(session: &session::Model) -> Alternative {
    let day = dates::with_weekday(dates::bogota_date(session.starts_at));
    Alternative::new(session.id, format!("Sesión {}, {day}", session.position))
}

/// Numbers of the sessions that do not count for a person, as the page of the whole attendance says.
fn missed(sessions: &[session::Model], row: &AttendanceGridRow) -> Vec<String> {
    let standings = sessions.iter().zip(&row.sessions);
    standings
        .filter(|(_, one)| one.standing == SessionStanding::NotApplicable)
        .map(|(session, _)| session.position.to_string())
        .collect()
}

fn line(
    actor: &Actor,
    row: &RollRow,
    missed: &[String],
    reason: Option<String>,
    chosen: &[String],
) -> LateRow {
    let mut about = row.document(false);
    if let Some(entity) = &row.entity {
        about.push_str(", ");
        about.push_str(entity);
    }
    let since = row.since.map(|since| dates::long(dates::bogota_date(since)));
    let since = format!("Cuenta desde el {}", since.unwrap_or_default());
    let text = match missed {
        [] => format!("{since}: le cuentan todas las sesiones."),
        [one] => format!("{since}: no le cuenta la sesión {one}."),
        all => format!("{since}: no le cuentan las sesiones {}.", and(all)),
    };
    LateRow {
        id: row.enrolment,
        name: row.listed_name(),
        about,
        text,
        reason,
        is_own: is_own(actor, row.person),
        chosen: chosen.iter().any(|one| *one == row.enrolment.to_string()),
    }
}

async fn head(desk: &Desk<'_>, cohort: CohortId) -> Result<CohortHead, AppError> {
    cohort_head(desk.app.db.read(), desk.actor()?, cohort).await
}

#[get("/cohortes/<cohort>/desde-cuando")]
async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let head = head(&desk, cohort).await?;
    policy::may_count_from(desk.actor()?, &head.access)?;
    desk.show(&page(&desk, head, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/desde-cuando", data = "<fields>")]
async fn save(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let head = head(&desk, cohort).await?;
    let permit = policy::may_count_from(desk.actor()?, &head.access)?;
    let late = match read(&fields) {
        Ok(late) => late,
        Err(form) => return desk.refuse(&page(&desk, head, form).await?),
    };
    match commands::count_from(desk.app, permit, late).await {
        Ok(done) => {
            let who = people(done.people);
            let marks = some(done.marks, "registro nuevo", "registros nuevos");
            let mut text = format!("Quedó dicho desde cuándo cuentan: {who}, con {marks}.");
            match done.skipped_own {
                true => {
                    text.push_str(&format!(" {}", AttendanceRefusal::Oneself.sentence()));
                    desk.warned(address(cohort), text)
                }
                false => desk.done(address(cohort), text),
            }
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, head, form).await?)
        }
    }
}

fn read(fields: &Fields) -> Result<LateArrival, FormState> {
    let mut reader = Reader::new(fields);
    let people: BTreeSet<EnrolmentId> =
        fields.all("persona").iter().filter_map(|id| id.parse().ok()).collect();
    if people.is_empty() {
        reader.wrong("persona", AttendanceRefusal::NobodyChosen.sentence());
    }
    let from = match fields.first("desde") {
        SEAT => None,
        id => match id.parse() {
            Ok(session) => Some(session),
            Err(_) => {
                reader.wrong("desde", "Elija desde qué sesión cuentan.");
                None
            }
        },
    };
    let attended = fields.all("asistio").iter().filter_map(|id| id.parse().ok()).collect();
    let reason = reader.text("motivo", REASON, "Escriba el motivo.");
    reader.finish()?;
    Ok(LateArrival { people, from, attended, reason })
}

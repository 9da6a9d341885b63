//! Finishing a session's list: what it says, the names without a mark, and an answer for each (R33).

use std::collections::{BTreeMap, HashMap};

use sea_orm::Condition;

use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::place::CohortTab;
use cohorts_model::policy::works_on;
use cohorts_model::queries::CohortHead;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, roll};
use platform::numbers::people;
use sign_in_model::prelude::*;

use super::roll_call::{estado, refused};
use crate::commands::{self, ClosingAnswers};
use crate::entity::attendance_mark::State;
use crate::queries::CurrentMark;
use crate::rules::{self, AttendanceRefusal};
use crate::views::{ClosePage, CloseRow, SessionHead, closing_choices};
use crate::{labels, pending, policy, queries};

/// The value of a form for a person who stays without a mark.
const NONE: &str = "sin_registro";

/// Reads the answers of the form; a value that is no answer is left out, so that it is asked again.
fn read(fields: &Fields) -> ClosingAnswers {
    let early = fields.first("antes") == "si";
    // Only those whose names were read: somebody who came in between is asked about.
    let read: Vec<EnrolmentId> = listed(fields).collect();
    let mut answers = match fields.first("accion") {
        "dejar_todos" => return ClosingAnswers::leaving(read).even_early(early),
        "ausentes" => ClosingAnswers::of_all(read.iter().copied(), Some(State::Absent)),
        _ => ClosingAnswers::default(),
    };
    for enrolment in read {
        match fields.first(&estado(enrolment)) {
            NONE => answers.say(enrolment, None),
            value => {
                if let Some(state) = labels::from_form(value) {
                    answers.say(enrolment, Some(state));
                }
            }
        }
    }
    answers.even_early(early)
}

/// The people whose names stood on the page that was sent.
fn listed(fields: &Fields) -> impl Iterator<Item = EnrolmentId> + '_ {
    fields.first(NONE).split(',').filter_map(|id| id.parse().ok())
}

/// Asks before the list is finished: what it says, who has no mark, and what waits.
#[get("/sesiones/<session>/cierre")]
pub async fn ask(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let (found, head) = queries::session_head(desk.app.db.read(), actor, session).await?;
    if !works_on(actor, &head.access) {
        return Err(Denial.into());
    }
    let now = desk.app.clock.now();
    let may = rules::may_mark(head.cohort.attendance_stage(now), found.stage, found.starts_at, now)
        .and_then(|()| rules::may_close(found.stage, found.ends_at, true, now));
    if let Err(refusal) = may {
        return refused(&desk, session, &refusal).await;
    }
    desk.show(&page(&desk, &found, &head, FormState::default()).await?)
}

/// Finishes the list when each person without a mark has an answer; otherwise asks about them.
#[post("/sesiones/<session>/cierre", data = "<fields>")]
pub async fn close(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (found, head) = queries::session_head(desk.app.db.read(), actor, session).await?;
    let permit = policy::may_close(actor, &head.access, found.id)?;
    let answers = read(&fields);
    let failure = match commands::close(desk.app, permit, &answers).await {
        Ok(skipped_own) => {
            let to = format!("/sesiones/{session}/asistencia");
            let done = "La lista quedó terminada.";
            return match skipped_own {
                true => {
                    desk.warned(to, format!("{done} {}", AttendanceRefusal::Oneself.sentence()))
                }
                false => desk.done(to, done),
            };
        }
        Err(failure) => failure,
    };
    let mut form = fields.state();
    match failure.refusal()? {
        AttendanceRefusal::NotRecorded { people: missing } => {
            let read: Vec<EnrolmentId> = listed(&fields).collect();
            for (enrolment, name) in &missing {
                if read.contains(enrolment) && !answers.holds(*enrolment) {
                    let text = format!("Elija un estado para {name}, o «Sin registro».");
                    form.refuse(&estado(*enrolment), text);
                }
            }
        }
        refusal @ AttendanceRefusal::BeforeItsEnd { .. } => form = fields.refused(&refusal),
        refusal => return refused(&desk, session, &refusal).await,
    }
    let page = page(&desk, &found, &head, form).await?;
    if page.form.has_errors() { desk.refuse(&page) } else { desk.show(&page) }
}

async fn page(
    desk: &Desk<'_>,
    session: &session::Model,
    head: &CohortHead,
    form: FormState,
) -> Result<ClosePage, AppError> {
    let (db, now) = (desk.app.db.read(), desk.app.clock.now());
    head.enter(desk, CohortTab::Sessions).await?;
    let current = queries::current_marks(db, session.id).await?;
    let excused = crate::requests::queries::excused(db, session.id).await?;
    let missing: Vec<RollRow> = roll(db, session.cohort_id, Condition::all())
        .await?
        .into_iter()
        .filter(|row| {
            rules::applies(session.ends_at, row.since)
                && !current.contains_key(&row.enrolment)
                // An excuse that was granted before becomes the mark.
                && !excused.contains(&row.enrolment)
        })
        .collect();
    let ids: Vec<_> = missing.iter().map(|row| row.enrolment.to_string()).collect();
    let early = (now < session.ends_at).then(|| {
        let refusal = AttendanceRefusal::BeforeItsEnd { ends: session.ends_at };
        refusal.sentence()
    });
    Ok(ClosePage {
        position: session.position,
        head: SessionHead::new(session, head),
        figures: figures(&current, missing.len()),
        early,
        waits: labels::waiting(pending::of_session(db, session.id).await?),
        count_text: (!missing.is_empty()).then(|| {
            let verb = if missing.len() == 1 { "tiene" } else { "tienen" };
            format!("{} no {verb} registro", people(missing.len()))
        }),
        people: missing
            .into_iter()
            .map(|row| CloseRow { id: row.enrolment, name: row.listed_name() })
            .collect(),
        choices: closing_choices(),
        acknowledged: ids.join(","),
        form,
    })
}

/// How many people the list says what of.
fn figures(current: &HashMap<EnrolmentId, CurrentMark>, missing: usize) -> Vec<Figure> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for mark in current.values() {
        let place = State::ALL.iter().position(|state| *state == mark.state).unwrap_or_default();
        *counts.entry(place).or_default() += 1;
    }
    let mut figures: Vec<Figure> = counts
        .into_iter()
        .filter_map(|(place, count)| Some(Figure::new(count, State::ALL.get(place)?.label())))
        .collect();
    if missing > 0 {
        figures.push(Figure::new(missing, "Sin registro"));
    }
    figures
}

//! Closing a session: the names without a mark, and an answer for each (R33).

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::numbers::people;
use sign_in_model::prelude::*;

use super::roll_call::{estado, refused};
use crate::commands::{self, ClosingAnswers};
use crate::rules::AttendanceRefusal;
use crate::views::{ClosePage, CloseRow, SessionHead, closing_choices};
use crate::{labels, policy, queries};

/// The value of a form for a person who stays without a mark.
const NONE: &str = "sin_registro";

/// Reads the answers of the form; a value that is no answer is left out, so that it is asked again.
fn read(fields: &Fields) -> ClosingAnswers {
    let read: Vec<EnrolmentId> = listed(fields).collect();
    if fields.first("accion") == "dejar_todos" {
        // Only those whose names were read: somebody who came in between is asked about.
        return ClosingAnswers::leaving(read);
    }
    let mut answers = ClosingAnswers::default();
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
    answers
}

/// The people whose names stood on the page that was sent.
fn listed(fields: &Fields) -> impl Iterator<Item = EnrolmentId> + '_ {
    fields.first(NONE).split(',').filter_map(|id| id.parse().ok())
}

/// Closes at once when everybody has a mark; otherwise asks about each who has none.
#[post("/sesiones/<session>/cierre", data = "<fields>")]
pub async fn close(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (found, head) = queries::session_head(desk.app.db.read(), actor, session).await?;
    let permit = policy::may_close(actor, &head.access, found.id)?;
    let answers = read(&fields);
    let failure = match commands::close(desk.app, permit, &answers).await {
        Ok(skipped_own) => {
            let to = format!("/sesiones/{session}/asistencia");
            let done = "La sesión quedó cerrada.";
            return match skipped_own {
                true => {
                    desk.warned(to, format!("{done} {}", AttendanceRefusal::Oneself.sentence()))
                }
                false => desk.done(to, done),
            };
        }
        Err(failure) => failure,
    };
    let missing = match failure.refusal()? {
        AttendanceRefusal::NotRecorded { people } => people,
        refusal => return refused(&desk, session, &refusal).await,
    };
    let mut form = fields.state();
    let read: Vec<EnrolmentId> = listed(&fields).collect();
    for (enrolment, name) in &missing {
        if read.contains(enrolment) && !answers.holds(*enrolment) {
            let text = format!("Elija un estado para {name}, o «Sin registro».");
            form.refuse(&estado(*enrolment), text);
        }
    }
    let ids: Vec<_> = missing.iter().map(|(id, _)| id.to_string()).collect();
    let verb = if missing.len() == 1 { "tiene" } else { "tienen" };
    let page = ClosePage {
        position: found.position,
        head: SessionHead::new(&found, &head),
        count_text: format!("{} no {verb} registro", people(missing.len())),
        people: missing.into_iter().map(|(id, name)| CloseRow { id, name }).collect(),
        choices: closing_choices(),
        acknowledged: ids.join(","),
        form,
    };
    if page.form.has_errors() { desk.refuse(&page) } else { desk.show(&page) }
}

//! Passing the list: works without JavaScript, keeps what was chosen, saves only changes. Here the
//! addresses and the form; [`page`] reads and shapes what the page shows.

mod page;

use cohorts_model::entity::session::SessionId;
use cohorts_model::policy::works_on;
use platform::numbers::people;
use platform::texts::{Refusal, sentence};
use sign_in_model::prelude::*;

pub(super) use self::page::estado;
use self::page::{Roll, length, minutos, read, visto};
use crate::commands::{self, MarkPrecondition, NewMark, RollCallChanges};
use crate::entity::attendance_mark::State;
use crate::rules::{self, AttendanceRefusal, ConcurrentMark};
use crate::web::from_closing;
use crate::{labels, policy, queries};

/// The longest reason of a correction.
const REASON: usize = 300;

#[get("/sesiones/<session>/asistencia")]
pub async fn show(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let roll = read(&desk, actor, session).await?;
    let form = roll.saved();
    desk.show(&roll.page(&desk, actor, form).await?)
}

#[post("/sesiones/<session>/asistencia", data = "<fields>")]
pub async fn save(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (found, head) = queries::session_head(desk.app.db.read(), actor, session).await?;
    let permit = match policy::may_take(actor, &head.access, found.id, found.stage) {
        Ok(permit) => permit,
        // Coordination closed the session while its facilitator was typing.
        Err(_) if works_on(actor, &head.access) => {
            let roll = read(&desk, actor, session).await?;
            let form = fields.refused(&AttendanceRefusal::SessionClosed);
            return desk.refuse(&roll.page_too_late(&desk, actor, form).await?);
        }
        Err(denied) => return Err(denied.into()),
    };
    if fields.first("accion") == "todos" {
        return review(&desk, actor, session, &fields).await;
    }
    let marks = match read_marks(&fields, length(&head.cohort, &found)) {
        Ok(marks) => marks,
        Err(form) => {
            let roll = read(&desk, actor, session).await?;
            return desk.refuse(&roll.page(&desk, actor, form).await?);
        }
    };
    match commands::take(desk.app, permit, marks).await {
        Ok(taken) if fields.first("accion") == "terminar" && taken.overtaken.is_empty() => {
            desk.go(format!("/sesiones/{session}/cierre"))
        }
        Ok(taken) => told(&desk, session, &taken),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let roll = read(&desk, actor, session).await?;
            let form = match &refusal {
                AttendanceRefusal::ChangedMeanwhile { changes } => {
                    conflicting(&fields, &refusal, changes, &roll)
                }
                _ => fields.refused(&refusal),
            };
            desk.refuse(&roll.page_too_late(&desk, actor, form).await?)
        }
    }
}

/// Sets everybody without a state to present in the form, for review: nothing is saved.
async fn review(desk: &Desk<'_>, actor: &Actor, session: SessionId, fields: &Fields) -> Answer {
    let roll = read(desk, actor, session).await?;
    let mut form = fields.state();
    for person in &roll.people {
        let field = estado(person.enrolment);
        if form.first(&field).is_none() {
            form = form.with(&field, labels::form_value(State::Present));
        }
    }
    let mut page = roll.page(desk, actor, form).await?;
    page.review = page.editable;
    desk.show(&page)
}

/// `length` are the minutes of the session, where they count.
fn read_marks(fields: &Fields, length: Option<i32>) -> Result<Vec<NewMark>, FormState> {
    let mut reader = Reader::new(fields);
    let reason = reader.optional("motivo", REASON);
    let mut marks = Vec::new();
    for (key, value) in fields.grid("estado") {
        let field = format!("estado[{key}]");
        let (Ok(enrolment), Some(state)) = (key.parse(), labels::from_form(value)) else {
            reader.wrong(&field, "Elija uno de los estados de la lista.");
            continue;
        };
        let seen = match fields.first(&visto(enrolment)) {
            "" => MarkPrecondition::Nothing,
            mark => match mark.parse() {
                Ok(mark) => MarkPrecondition::Mark(mark),
                Err(_) => MarkPrecondition::Nothing,
            },
        };
        let field = minutos(enrolment);
        // Whoever was not there has none, whatever is still written beside the name.
        let minutes = match length {
            Some(length) if rules::was_there(state) && !fields.first(&field).is_empty() => {
                Some(reader.whole(&field, 1..=length, "Escriba los minutos que estuvo."))
            }
            _ => None,
        };
        let reason = reason.clone();
        marks.push(NewMark { minutes, reason, seen, ..NewMark::new(enrolment, state) });
    }
    reader.finish()?;
    Ok(marks)
}

/// What was typed, with who changed what beside each person, and the present marks as seen:
/// saving again is then a decision.
fn conflicting(
    fields: &Fields,
    refusal: &AttendanceRefusal,
    changes: &[ConcurrentMark],
    roll: &Roll,
) -> FormState {
    let mut form = fields.refused(refusal);
    for change in changes {
        let text = format!(
            "{}: {} registró «{}» el {}",
            change.person,
            change.author,
            change.state.label(),
            dates::long_with_time(change.at)
        );
        form.refuse(&estado(change.enrolment), sentence(&text));
        if let Some(now) = roll.current.get(&change.enrolment) {
            let seen = vec![now.mark.to_string()];
            form.values.insert(visto(change.enrolment), seen);
        }
    }
    form
}

fn told(desk: &Desk<'_>, session: SessionId, taken: &RollCallChanges) -> Answer {
    let changed = taken.first_marks + taken.corrections;
    let mut text = match (taken.first_marks, taken.corrections) {
        (0, 0) => "No había cambios que guardar.".to_owned(),
        (new, 0) => format!("Asistencia guardada: {new} con registro nuevo."),
        (0, corrected) => format!("Asistencia guardada: {corrected} con cambio."),
        (new, corrected) => {
            format!("Asistencia guardada: {new} con registro nuevo y {corrected} con cambio.")
        }
    };
    let to = format!("/sesiones/{session}/asistencia{}", from_closing(desk));
    if taken.skipped_own {
        text.push_str(&format!(" {}", AttendanceRefusal::Oneself.sentence()));
    }
    if taken.overtaken.is_empty() && !taken.skipped_own {
        return desk.done(to, text);
    }
    if taken.overtaken.is_empty() {
        return desk.warned(to, text);
    }
    if changed == 0 && !taken.skipped_own {
        text = "Usted no cambió nada.".to_owned();
    }
    text.push_str(&format!(
        " Entretanto otra persona cambió el registro de {}: vea «Últimos cambios».",
        people(taken.overtaken.len())
    ));
    desk.warned(to, text)
}

/// The roll-call with why it could not be closed.
pub(super) async fn refused(
    desk: &Desk<'_>,
    session: SessionId,
    refusal: &AttendanceRefusal,
) -> Answer {
    let actor = desk.actor()?;
    let roll = read(desk, actor, session).await?;
    let mut form = roll.saved();
    form.refuse("", refusal.sentence());
    desk.refuse(&roll.page(desk, actor, form).await?)
}

/// The roll-call as it is saved, with what was typed elsewhere on the page and what is wrong with it.
pub(crate) async fn refused_with(desk: &Desk<'_>, session: SessionId, typed: &FormState) -> Answer {
    let actor = desk.actor()?;
    let roll = read(desk, actor, session).await?;
    let mut form = roll.saved();
    form.values.extend(typed.values.clone());
    form.errors.clone_from(&typed.errors);
    desk.refuse(&roll.page(desk, actor, form).await?)
}

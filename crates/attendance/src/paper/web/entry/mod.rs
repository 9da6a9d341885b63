//! A signed sheet typed by its exceptions, shown row by row, then saved. Works without JavaScript:
//! what is saved is what was shown, or it is shown again. [`data`] reads what an entry is judged by,
//! [`plan`] says what each row gets, and here are the addresses.

mod data;
mod plan;

use platform::secrets;
use sign_in_model::prelude::*;

use self::data::EntryData;
use self::plan::{EntryPlan, decide, visto};
use crate::commands::RollCallChanges;
use crate::paper::commands::{self, SheetEntry};
use crate::paper::queries::Print;
use crate::policy::may_take;
use crate::rules::AttendanceRefusal;

/// The longest reason.
const REASON: usize = 300;
/// The fields that decide what rows get.
const TYPED: [&str; 6] = ["modo", "filas", "tarde", "excusa", "dispensa", "otras"];

/// Returns a digest of what was typed, which the review carries: what is saved is what was shown.
fn fingerprint(fields: &Fields) -> String {
    let typed: Vec<&str> = TYPED.iter().map(|name| fields.first(name)).collect();
    secrets::digest(typed.join("\u{1f}")).chars().take(16).collect()
}

#[get("/planillas/<print>")]
pub async fn show(desk: Desk<'_>, print: &str) -> Answer {
    let actor = desk.actor()?;
    let data = EntryData::read(&desk, actor, print).await?;
    let mut page = data.page(&desk, FormState::default().with("modo", "menos"), None);
    let Print { session, head, .. } = &data.print;
    if may_take(actor, &head.access, session.id, session.stage).is_err() {
        page.blocked = Some(AttendanceRefusal::SessionClosed.sentence());
    }
    desk.show(&page)
}

#[post("/planillas/<print>", data = "<fields>")]
pub async fn enter(desk: Desk<'_>, print: &str, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let data = EntryData::read(&desk, actor, print).await?;
    let Print { session, head, sheet } = &data.print;
    let Ok(permit) = may_take(actor, &head.access, session.id, session.stage) else {
        // Coordination closed the session while its facilitator was typing.
        let form = fields.refused(&AttendanceRefusal::SessionClosed);
        let mut page = data.page(&desk, form, None);
        page.blocked = Some(AttendanceRefusal::SessionClosed.sentence());
        return desk.refuse(&page);
    };
    let plan = match EntryPlan::read(&data, &fields) {
        Ok(plan) => plan,
        Err(form) => return desk.refuse(&data.page(&desk, form, None)),
    };
    let shown = fields.first("revisado") == fingerprint(&fields);
    if fields.first("accion") != "guardar" || !shown {
        let mut form = reviewed(&fields, &plan, fields.state());
        if fields.first("accion") == "papel" {
            plan.choose_paper(&mut form);
        }
        return desk.show(&data.page(&desk, form, Some(&plan)));
    }
    let mut reader = Reader::new(&fields);
    let reason = reader.optional("motivo", REASON);
    if data.closed() && reason.is_none() {
        reader.wrong("motivo", AttendanceRefusal::ReasonMissing.sentence());
    }
    let marks = reader.finish().and_then(|()| plan.marks(&fields, reason.as_ref()));
    let form = match marks {
        Err(form) => form,
        Ok(marks) => {
            let entry = SheetEntry { sheet: sheet.id, marks, guests: plan.guests.clone() };
            match commands::enter(desk.app, permit, entry).await {
                Ok(taken) => return told(&desk, &data, &plan, &taken),
                Err(failure) => {
                    let form = fields.refused(&failure.refusal()?);
                    // Somebody else wrote in between: what is there now is shown.
                    let data = EntryData::read(&desk, actor, print).await?;
                    return match EntryPlan::read(&data, &fields) {
                        Ok(plan) => {
                            let form = reviewed(&fields, &plan, form);
                            desk.refuse(&data.page(&desk, form, Some(&plan)))
                        }
                        Err(form) => desk.refuse(&data.page(&desk, form, None)),
                    };
                }
            }
        }
    };
    desk.refuse(&data.page(&desk, reviewed(&fields, &plan, form), Some(&plan)))
}

/// The form of a review: it carries what was typed, and forgets what was decided about a mark that
/// is another one now.
fn reviewed(fields: &Fields, plan: &EntryPlan, mut form: FormState) -> FormState {
    form.values.insert("revisado".to_owned(), vec![fingerprint(fields)]);
    for row in &plan.rows {
        let before = fields.first(&visto(row.number));
        if fields.has(&visto(row.number)) && before != row.seen() {
            form.values.remove(&decide(row.number));
        }
        form.values.remove(&visto(row.number));
    }
    form
}

fn told(desk: &Desk<'_>, data: &EntryData, plan: &EntryPlan, taken: &RollCallChanges) -> Answer {
    let mut text = match (taken.first_marks, taken.corrections) {
        (0, 0) => "No había registros nuevos que guardar.".to_owned(),
        (new, 0) => format!("Planilla guardada: {new} con registro nuevo."),
        (0, changed) => format!("Planilla guardada: {changed} con cambio."),
        (new, changed) => {
            format!("Planilla guardada: {new} con registro nuevo y {changed} con cambio.")
        }
    };
    if !plan.guests.is_empty() {
        text.push_str(&format!(
            " Por identificar: {}; vea la planilla de la sesión.",
            plan.guests.len()
        ));
    }
    let to = format!("/sesiones/{}/asistencia", data.print.session.id);
    if !taken.skipped_own {
        return desk.done(to, text);
    }
    text.push_str(&format!(" {}", AttendanceRefusal::Oneself.sentence()));
    desk.warned(to, text)
}

//! Addresses of reopenings.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::works_on;
use cohorts_model::queries::{CohortHead, cohort_head};
use sign_in_model::prelude::*;

use super::commands;
use super::queries::{self, ReopeningSummary};
use super::views::{AttendanceReopeningLine, AttendanceReopeningPage};
use crate::policy;
use crate::queries::session_head;
use crate::rules::{self, REOPENED_DAYS};
use crate::web::roll_call;

/// The longest reason for opening a list, and a cohort's attendance.
const REASON: usize = 300;
const LONG_REASON: usize = 500;
/// The days that are proposed.
const DAYS: i32 = 5;

pub fn routes() -> Vec<Route> {
    routes![reopen_list, show, reopen, close]
}

#[post("/sesiones/<session>/reapertura", data = "<fields>")]
async fn reopen_list(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (found, head) = session_head(desk.app.db.read(), actor, session).await?;
    let permit = policy::may_reopen_list(actor, &head.access, found.id)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("apertura", REASON, "Escriba por qué se abre de nuevo la lista.");
    if let Err(form) = reader.finish() {
        return roll_call::refused_with(&desk, session, &form).await;
    }
    match commands::reopen_list(desk.app, permit, reason).await {
        Ok(()) => desk.done(
            format!("/sesiones/{session}/asistencia"),
            "La lista está abierta de nuevo. Cuando la complete, termínela otra vez.",
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            roll_call::refused_with(&desk, session, &form).await
        }
    }
}

fn line(told: &ReopeningSummary, now: DateTime<Utc>) -> AttendanceReopeningLine {
    let ends = told.ends_at.map(dates::short_with_time).unwrap_or_default();
    let end = if told.is_open(now) {
        format!("Abierta hasta el {ends}")
    } else if told.by_hand {
        format!("Cerrada el {}", told.closed_at.map(dates::short_with_time).unwrap_or_default())
    } else {
        format!("Se cerró sola el {ends}")
    };
    AttendanceReopeningLine {
        when: dates::short_with_time(told.opened_at),
        who: told.opener.clone(),
        reason: told.reason.clone(),
        end,
    }
}

async fn page(
    desk: &Desk<'_>,
    head: CohortHead,
    form: FormState,
) -> Result<AttendanceReopeningPage, AppError> {
    let (db, now) = (desk.app.db.read(), desk.app.clock.now());
    head.enter(desk, CohortTab::Sessions).await?;
    let told = queries::all(db, head.cohort.id).await?;
    let is_open = head.cohort.is_attendance_reopened(now);
    let may = policy::may_reopen(desk.actor()?, &head.access).is_ok();
    let blocked = match is_open {
        true => None,
        false => rules::may_reopen(head.cohort.stage, false, *REOPENED_DAYS.start()).err(),
    };
    let until = head.cohort.attendance_open_until.filter(|_| is_open);
    Ok(AttendanceReopeningPage {
        form,
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        open: until.map(dates::short_with_time),
        may_open: may && !is_open && blocked.is_none(),
        may_close: may && is_open,
        blocked: blocked.map(|refusal| refusal.sentence()),
        rows: told.iter().map(|told| line(told, now)).collect(),
        title: head.title,
    })
}

#[get("/cohortes/<cohort>/asistencia/reapertura")]
async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    if !works_on(actor, &head.access) {
        return Err(Denial.into());
    }
    let form = FormState::default().with("dias", DAYS);
    desk.show(&page(&desk, head, form).await?)
}

#[post("/cohortes/<cohort>/asistencia/reapertura", data = "<fields>")]
async fn reopen(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_reopen(actor, &head.access)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", LONG_REASON, "Escriba por qué se abre de nuevo.");
    let days = reader.whole("dias", REOPENED_DAYS, "Escriba cuántos días queda abierta.");
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => match commands::reopen(desk.app, permit, reason, days).await {
            Ok(()) => {
                let to = format!("/cohortes/{cohort}/asistencia");
                return desk.done(to, "La asistencia está abierta. Cada cambio pide su motivo.");
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
    };
    desk.refuse(&page(&desk, head, form).await?)
}

#[post("/cohortes/<cohort>/asistencia/reapertura/cierre")]
async fn close(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_reopen(actor, &head.access)?;
    let to = format!("/cohortes/{cohort}/asistencia");
    match commands::close_again(desk.app, permit).await {
        Ok(()) => desk.done(to, "La asistencia quedó cerrada."),
        Err(failure) => desk.warned(to, failure.refusal()?.sentence()),
    }
}

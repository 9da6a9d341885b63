//! Addresses of the reopening of grades.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{CohortHead, cohort_head};
use sign_in_model::prelude::*;

use super::commands;
use super::queries::{self, ReopeningSummary};
use super::views::{ReopeningLine, ReopeningPage};
use crate::policy::{may_reopen, may_see};
use crate::rules::{self, REOPENED_DAYS};

/// The longest reason.
const REASON: usize = 500;

pub fn routes() -> Vec<Route> {
    routes![show, reopen, close]
}

fn line(told: &ReopeningSummary, desk: &Desk<'_>) -> ReopeningLine {
    let end = if told.is_open(desk.app.clock.now()) {
        format!("Abierta hasta el {}", dates::short_with_time(told.ends_at))
    } else if told.by_hand {
        format!("Cerrada el {}", told.closed_at.map(dates::short_with_time).unwrap_or_default())
    } else {
        format!("Se cerró sola el {}", dates::short_with_time(told.ends_at))
    };
    ReopeningLine {
        when: dates::short_with_time(told.opened_at),
        who: told.opener.clone(),
        reason: told.reason.clone(),
        end,
    }
}

async fn page(
    desk: &Desk<'_>,
    actor: &Actor,
    head: CohortHead,
    form: FormState,
) -> Result<ReopeningPage, AppError> {
    head.enter(desk, CohortTab::Evaluation).await?;
    let told = queries::all(desk.app.db.read(), head.cohort.id).await?;
    let now = desk.app.clock.now();
    let open = told.first().filter(|told| told.is_open(now));
    let may = may_reopen(actor, &head.access).is_ok();
    let blocked = match open {
        Some(_) => None,
        None => rules::may_reopen(head.cohort.stage, false, *REOPENED_DAYS.start()).err(),
    };
    Ok(ReopeningPage {
        form,
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        open: open.map(|told| dates::short_with_time(told.ends_at)),
        may_open: may && open.is_none() && blocked.is_none(),
        may_close: may && open.is_some(),
        blocked: blocked.map(|refusal| refusal.sentence()),
        rows: told.iter().map(|told| line(told, desk)).collect(),
        title: head.title,
    })
}

#[get("/cohortes/<cohort>/notas/reapertura")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    may_see(actor, &head.access)?;
    let form = FormState::default().with("dias", 5);
    desk.show(&page(&desk, actor, head, form).await?)
}

#[post("/cohortes/<cohort>/notas/reapertura", data = "<fields>")]
pub async fn reopen(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    let permit = may_reopen(actor, &head.access)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", REASON, "Escriba por qué se abren de nuevo.");
    let days = reader.whole("dias", REOPENED_DAYS, "Escriba cuántos días quedan abiertas.");
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => match commands::reopen(desk.app, permit, reason, days).await {
            Ok(()) => {
                let to = format!("/cohortes/{cohort}/notas");
                return desk.done(to, "Las notas están abiertas. Cada cambio pide su motivo.");
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
    };
    desk.refuse(&page(&desk, actor, head, form).await?)
}

#[post("/cohortes/<cohort>/notas/reapertura/cierre")]
pub async fn close(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    let permit = may_reopen(actor, &head.access)?;
    let to = format!("/cohortes/{cohort}/notas");
    match commands::close_again(desk.app, permit).await {
        Ok(()) => desk.done(to, "Las notas quedaron cerradas."),
        Err(failure) => desk.warned(to, failure.refusal()?.sentence()),
    }
}

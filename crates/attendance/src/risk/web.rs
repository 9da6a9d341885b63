//! Address of who is at risk, for the coordination: it holds telephones and addresses.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::runs;
use cohorts_model::queries::cohort_head;
use platform::numbers::{people, some};
use platform::texts::say;
use sign_in_model::prelude::*;

use super::entity::risk_notice::RiskLevel;
use super::queries::{RiskCase, below};
use super::views::{RiskPage, RiskRow};
use crate::labels;
use crate::rules::AttendanceRule;

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[get("/cohortes/<cohort>/riesgo")]
async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let head = cohort_head(db, actor, cohort).await?;
    if !runs(actor, &head.access.cohort) {
        return Err(Denial.into());
    }
    head.enter(&desk, CohortTab::Sessions).await?;
    let fallen = below(db, &head.cohort, desk.app.clock.now()).await?;
    let minimum = head.cohort.minimum_attendance;
    let still = fallen.iter().filter(|one| one.level == RiskLevel::AtRisk).count();
    desk.show(&RiskPage {
        cohort_href: format!("/cohortes/{cohort}"),
        summary: format!(
            "{} por debajo del {minimum} %; {}.",
            people(fallen.len()),
            some(still, "todavía lo alcanza", "todavía lo alcanzan")
        ),
        rule: AttendanceRule::from(&head.cohort).sentence(),
        rows: fallen.into_iter().map(|one| row(one, minimum)).collect(),
        title: head.title,
    })
}

fn row(one: RiskCase, minimum: i32) -> RiskRow {
    let percent = |value: Option<u32>| format!("{} %", value.unwrap_or_default());
    let totals = &one.totals;
    let (_, _, remaining) = totals.parts();
    let (tone, state) = labels::reachability(totals, minimum);
    let (single, many) = match totals.minutes {
        Some(_) => ("minuto", "minutos"),
        None => ("sesión", "sesiones"),
    };
    RiskRow {
        href: format!("/inscripciones/{}/asistencia", one.contact.enrolment),
        name: one.contact.name.by_surname(),
        entity: one.contact.entity.unwrap_or_default(),
        percent: percent(totals.percent()),
        // The level counts the lists that are still to be passed, and so does the figure.
        reachable: match (percent(totals.best()), totals.unlisted) {
            (best, 0) => best,
            (best, _) => say("attendance.risk_best_with_lists", &[("reach", best)]),
        },
        tone,
        state,
        // With what the lists say it may be within reach, and not by coming alone.
        needs: (one.level == RiskLevel::AtRisk && totals.needed(minimum) <= remaining).then(|| {
            let left = some(remaining as i64, single, many);
            let needed = format!("{} de {left}", totals.needed(minimum));
            match totals.unlisted {
                0 => needed,
                _ => say("attendance.risk_needs_with_lists", &[("needed", needed)]),
            }
        }),
        email: one.contact.email,
        phone: one.contact.phone,
        noticed: match one.noticed {
            None => "Todavía no".to_owned(),
            Some((at, told)) => {
                let day = dates::short(dates::bogota_date(at));
                if told { format!("Correo del {day}") } else { format!("Sin correo, {day}") }
            }
        },
    }
}

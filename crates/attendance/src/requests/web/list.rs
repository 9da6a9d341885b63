//! Requests for the coordination: of a cohort, and all that wait.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::{RUNNERS, runs};
use cohorts_model::queries::cohort_head;
use sign_in_model::prelude::*;

use crate::requests::entity::attendance_request::Kind;
use crate::requests::labels as words;
use crate::requests::queries::{self, RequestRow, RequestScope};
use crate::requests::views::{RequestListPage, RequestListRow};
use crate::web::from_closing;

fn page_asked(desk: &Desk<'_>) -> Option<u64> {
    Fields::of_address(desk.request()).first("pagina").parse().ok()
}

fn row(listed: RequestRow) -> RequestListRow {
    let day = dates::short(dates::bogota_date(listed.starts_at));
    RequestListRow {
        href: format!("/solicitudes/{}", listed.id),
        name: listed.name.by_surname(),
        session: format!("Sesión {}, {day}", listed.position),
        wants: match listed.kind {
            Kind::Correction => {
                format!("{}: {}", listed.kind.label(), listed.asked_state.label())
            }
            // It asks for the one thing.
            Kind::Excuse => "Aviso de inasistencia: excusa".to_owned(),
        },
        has_file: listed.has_file,
        asked: dates::short_with_time(listed.asked_at),
        tone: words::tone(listed.state),
        state: listed.state.label(),
        cohort: listed.cohort,
    }
}

#[get("/solicitudes")]
pub async fn waiting(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let asked = (page_asked(&desk), "/solicitudes");
    let (rows, pager) =
        queries::list(desk.app.db.read(), actor, RequestScope::Waiting, asked).await?;
    desk.show(&RequestListPage {
        heading: "Solicitudes de asistencia".to_owned(),
        is_of_cohort: false,
        title: "De todas sus cohortes; la que más espera, primero".to_owned(),
        cohort_href: "/cohortes".to_owned(),
        closing: "",
        rows: rows.into_iter().map(row).collect(),
        pager,
        empty: "Nadie espera una decisión sobre su asistencia.",
    })
}

#[get("/cohortes/<cohort>/solicitudes")]
pub async fn of_cohort(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let head = cohort_head(db, actor, cohort).await?;
    if !runs(actor, &head.access.cohort) {
        return Err(Denial.into());
    }
    head.enter(&desk, CohortTab::Sessions).await?;
    let address = format!("/cohortes/{cohort}/solicitudes");
    let asked = (page_asked(&desk), address.as_str());
    let (rows, pager) = queries::list(db, actor, RequestScope::OfCohort(cohort), asked).await?;
    desk.show(&RequestListPage {
        heading: "Solicitudes sobre la asistencia".to_owned(),
        is_of_cohort: true,
        title: head.title,
        cohort_href: format!("/cohortes/{cohort}"),
        closing: from_closing(&desk),
        rows: rows.into_iter().map(row).collect(),
        pager,
        empty: "Nadie ha pedido una corrección ni ha avisado que no asistirá.",
    })
}

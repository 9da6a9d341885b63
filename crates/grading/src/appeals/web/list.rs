//! Appeals for those who answer: of a cohort, and all that wait.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::RUNNERS;
use cohorts_model::queries::cohort_head;
use sign_in_model::prelude::*;

use crate::appeals::labels;
use crate::appeals::queries::{self, AppealFilter, AppealSummary};
use crate::appeals::views::{AppealListPage, AppealListRow};
use crate::policy::may_see;

fn page_asked(desk: &Desk<'_>) -> Option<u64> {
    Fields::of_address(desk.request()).first("pagina").parse().ok()
}

fn row(listed: AppealSummary) -> AppealListRow {
    AppealListRow {
        href: format!("/reclamos/{}", listed.id),
        name: listed.name.by_surname(),
        asked: dates::short_with_time(listed.asked_at),
        tone: labels::tone(listed.state),
        state: listed.state.label(),
        activity: listed.activity,
        cohort: listed.cohort,
    }
}

#[get("/reclamos")]
pub async fn waiting(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let asked = (page_asked(&desk), "/reclamos");
    let (rows, pager) =
        queries::list(desk.app.db.read(), actor, AppealFilter::Waiting, asked).await?;
    desk.show(&AppealListPage {
        heading: "Reclamos por responder",
        cohort: None,
        lead: "De todas sus cohortes; el que más espera, primero".to_owned(),
        back: "/cohortes".to_owned(),
        rows: rows.into_iter().map(row).collect(),
        pager,
    })
}

#[get("/cohortes/<cohort>/reclamos")]
pub async fn of_cohort(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let head = cohort_head(db, actor, cohort).await?;
    may_see(actor, &head.access)?;
    head.enter(&desk, CohortTab::Evaluation).await?;
    let address = format!("/cohortes/{cohort}/reclamos");
    let asked = (page_asked(&desk), address.as_str());
    let (rows, pager) = queries::list(db, actor, AppealFilter::OfCohort(cohort), asked).await?;
    desk.show(&AppealListPage {
        heading: "Reclamos de notas",
        cohort: Some((head.title.clone(), format!("/cohortes/{cohort}"))),
        lead: head.title,
        back: format!("/cohortes/{cohort}/notas"),
        rows: rows.into_iter().map(row).collect(),
        pager,
    })
}

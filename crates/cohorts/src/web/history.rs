//! What happened to a cohort, and who did it.

use cohorts_model::policy::works_on;
use platform::pages::Moment;
use sign_in_model::prelude::*;

use crate::entity::cohort::CohortId;
use crate::labels;
use crate::place::CohortTab;
use crate::queries;
use crate::views::CohortHistoryPage;

/// Who changed what is for those who work with the cohort.
#[get("/cohortes/<cohort>/historia")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let head = queries::cohort_head(db, actor, cohort).await?;
    Denial::unless(works_on(actor, &head.access))?;
    head.enter(&desk, CohortTab::History).await?;
    let page = Fields::of_address(desk.request()).first("pagina").parse().ok();
    let address = format!("/cohortes/{cohort}/historia");
    let (events, pager) = queries::timeline(db, cohort, page, &address).await?;
    desk.show(&CohortHistoryPage {
        title: head.title,
        cohort_href: format!("/cohortes/{cohort}"),
        events: events
            .into_iter()
            .map(|(event, who)| Moment {
                when: dates::short_with_time(event.at),
                text: labels::event(&event.action, &event.detail),
                who,
            })
            .collect(),
        pager,
    })
}

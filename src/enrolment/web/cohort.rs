//! A cohort's data are saved here: who is enrolled decides which municipalities may leave.

use rocket::{Route, post, routes};

use crate::cohorts::entity::cohort::CohortId;
use crate::cohorts::policy::{RUNNERS, may_edit};
use crate::cohorts::queries::find;
use crate::cohorts::refusals::CohortRefusal;
use crate::cohorts::{edit_page, read_change, still_editable};
use crate::enrolment::commands::save_cohort;
use crate::platform::forms::Fields;
use crate::sign_in::desk::{Answer, Desk};

pub fn routes() -> Vec<Route> {
    routes![edit]
}

#[post("/cohortes/<cohort>/datos", data = "<fields>")]
async fn edit(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = find(desk.app.db.read(), actor, cohort).await?;
    let permit = may_edit(actor, &row.facts())?;
    still_editable(&row)?;
    let change = match read_change(&row, &fields) {
        Ok(change) => change,
        Err(form) => return desk.refuse(&edit_page(&desk, &row, form).await?),
    };
    match save_cohort(desk.app, permit, change).await {
        Ok(()) => desk.done(format!("/cohortes/{cohort}"), "Los datos quedaron guardados."),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let mut form = fields.refused(&refusal);
            if refusal == CohortRefusal::SavedMeanwhile {
                // Told once: saving again is then a decision.
                form.values.remove("visto");
            }
            desk.refuse(&edit_page(&desk, &row, form).await?)
        }
    }
}

//! Who calls: whoever runs the cohort, while it takes people.

use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::policy::CohortFacts;
use cohorts_model::{labels, policy as cohorts};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denied, Permission, cast, roles_of};

permit!(
    /// The focal points of a cohort's municipalities may be written to.
    CallCohort { cohort: CohortId }
);

pub fn may_call(actor: &Actor, cohort: &CohortFacts) -> Result<CallCohort, Denied> {
    if cohorts::runs(actor, cohort) {
        Ok(CallCohort::grant(actor.by(), cohort.id))
    } else {
        Err(Denied)
    }
}

/// A cohort calls while people may be nominated for it.
pub fn calls_at(stage: Stage) -> bool {
    matches!(stage, Stage::Tentative | Stage::Confirmed)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    let cast = cast("MET");
    labels::STAGES
        .into_iter()
        .map(|stage| {
            let cohort = CohortFacts { id: CohortId(1), unit: "MET".to_owned(), stage };
            Permission {
                capability: "announcements",
                action: "convocar a los enlaces",
                stage: labels::stage(stage).to_owned(),
                roles: roles_of(&cast, |actor| calls_at(stage) && may_call(actor, &cohort).is_ok()),
            }
        })
        .collect()
}

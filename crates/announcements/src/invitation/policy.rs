//! Who calls: whoever runs the cohort, while it takes people.

use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::policy::{CohortFacts, CohortTable, runs};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// The focal points of a cohort's municipalities may be written to.
    InviteFocalPoints { cohort: CohortId }
);

pub fn may_invite(actor: &Actor, cohort: &CohortFacts) -> Result<InviteFocalPoints, Denial> {
    InviteFocalPoints::when(runs(actor, cohort), actor.by(), cohort.id)
}

/// A cohort calls while people may be nominated for it.
pub fn invites_at(stage: Stage) -> bool {
    matches!(stage, Stage::Tentative | Stage::Confirmed)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("announcements")
        .stages("convocar a los enlaces", |actor, cohort| {
            invites_at(cohort.stage) && may_invite(actor, cohort).is_ok()
        })
        .rows()
}

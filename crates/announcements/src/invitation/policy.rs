//! Who calls: whoever runs the cohort, while it takes people.

use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::policy::CohortFacts;
use cohorts_model::{labels, policy as cohorts};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, cast, roles_of};

permit!(
    /// The focal points of a cohort's municipalities may be written to.
    InviteFocalPoints { cohort: CohortId }
);

pub fn may_invite(actor: &Actor, cohort: &CohortFacts) -> Result<InviteFocalPoints, Denial> {
    if cohorts::runs(actor, cohort) {
        Ok(InviteFocalPoints::grant(actor.by(), cohort.id))
    } else {
        Err(Denial)
    }
}

/// A cohort calls while people may be nominated for it.
pub fn invites_at(stage: Stage) -> bool {
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
                roles: roles_of(&cast, |actor| {
                    invites_at(stage) && may_invite(actor, &cohort).is_ok()
                }),
            }
        })
        .collect()
}

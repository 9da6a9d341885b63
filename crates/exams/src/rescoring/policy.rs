//! Who decides that a test is scored anew: the coordination, as whoever builds it.

use assessment_model::entity::activity::ActivityId;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, cast, roles, runs, sample_access};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// Scores a question of a test anew.
    Rescore { cohort: CohortId, activity: ActivityId }
);

/// It changes grades of many at once, and shows what is right.
pub fn may_rescore(
    actor: &Actor,
    access: &CohortAccess,
    activity: ActivityId,
) -> Result<Rescore, Denial> {
    if runs(actor, &access.cohort) {
        Ok(Rescore::grant(actor.by(), access.cohort.id, activity))
    } else {
        Err(Denial)
    }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    vec![Permission {
        capability: "assessment",
        action: "recalificar una pregunta corregida o anulada",
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            let access = sample_access(UNIT, cohort::Stage::Running, actor);
            may_rescore(actor, &access, ActivityId(1)).is_ok()
        }),
    }]
}

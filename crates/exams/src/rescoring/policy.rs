//! Who decides that a test is scored anew: the coordination, as whoever builds it.

use assessment_model::entity::activity::ActivityId;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, runs};
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
    Rescore::when(runs(actor, &access.cohort), actor.by(), access.cohort.id, activity)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("assessment")
        .row("recalificar una pregunta corregida o anulada", |actor, access| {
            may_rescore(actor, access, ActivityId(1))
        })
        .rows()
}

//! Who writes to the people of a cohort: whoever runs it.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortFacts, CohortTable, runs};
use cohorts_model::rules::is_public;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// The people of a cohort may be written to, and what became of its letters may be seen.
    WriteToCohort { cohort: CohortId }
);

pub fn may_write(actor: &Actor, cohort: &CohortFacts) -> Result<WriteToCohort, Denial> {
    WriteToCohort::when(runs(actor, cohort), actor.by(), cohort.id)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("announcements")
        .stages("escribir a las personas de la cohorte", |actor, cohort| {
            is_public(cohort.stage) && may_write(actor, cohort).is_ok()
        })
        .rows()
}

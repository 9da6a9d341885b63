//! Who prints sheets, attaches their scans and reads both: whoever works on the cohort.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;
use cohorts_model::policy::{CohortAccess, CohortTable, works_on};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// Prints sheets of one session, attaches scans to it and withdraws them.
    Keep { cohort: CohortId, session: SessionId }
);

pub fn may_keep(actor: &Actor, access: &CohortAccess, session: SessionId) -> Result<Keep, Denial> {
    Keep::when(works_on(actor, access), actor.by(), access.cohort.id, session)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("attendance")
        .row("imprimir y adjuntar planillas", |actor, access| may_keep(actor, access, SessionId(1)))
        .rows()
}

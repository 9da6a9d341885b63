//! Who prints sheets, attaches their scans and reads both: whoever works on the cohort.

use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::entity::session::SessionId;
use cohorts_model::policy::{CohortAccess, cast, roles, sample_access, works_on};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// Prints sheets of one session, attaches scans to it and withdraws them.
    Keep { cohort: CohortId, session: SessionId }
);

pub fn may_keep(actor: &Actor, access: &CohortAccess, session: SessionId) -> Result<Keep, Denial> {
    if works_on(actor, access) {
        Ok(Keep::grant(actor.by(), access.cohort.id, session))
    } else {
        Err(Denial)
    }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    vec![Permission {
        capability: "attendance",
        action: "imprimir y adjuntar planillas",
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            let access = sample_access(UNIT, Stage::Running, actor);
            may_keep(actor, &access, SessionId(1)).is_ok()
        }),
    }]
}

//! Who prints sheets, attaches their scans and reads both: whoever works on the cohort.

use crate::attendance::policy::{Ground, sample_ground, works_on};
use crate::cohorts::entity::cohort::{CohortId, Stage};
use crate::cohorts::entity::session::SessionId;
use crate::cohorts::policy::{cast, roles};
use crate::permit;
use crate::sign_in::actor::Actor;
use crate::sign_in::permits::{Denied, Permission};

permit!(
    /// Prints sheets of one session, attaches scans to it and withdraws them.
    Keep { cohort: CohortId, session: SessionId }
);

pub fn may_keep(actor: &Actor, ground: &Ground, session: SessionId) -> Result<Keep, Denied> {
    if works_on(actor, ground) {
        Ok(Keep::grant(actor.by(), ground.cohort.id, session))
    } else {
        Err(Denied)
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
            let ground = sample_ground(UNIT, Stage::Running, actor);
            may_keep(actor, &ground, SessionId(1)).is_ok()
        }),
    }]
}

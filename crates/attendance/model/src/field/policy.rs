//! Who may keep lists on a telephone, send marks from it, and decide about what arrived.

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, cast, roles, runs, sample_access};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::field_device;
use crate::entity::attendance_mark::DeviceId;

permit!(
    /// Makes a telephone known, is given lists on it, empties it.
    Carry { actor: Actor }
);
permit!(
    /// Sends marks from a telephone of one's own.
    Send { actor: Actor, device: field_device::Model }
);
permit!(
    /// Decides about what arrived for a cohort.
    Settle { cohort: CohortId }
);
permit!(
    /// Takes a telephone out of use.
    Revoke { device: DeviceId }
);

/// Who has lists to pass at all.
pub const CARRIERS: [Role; 3] = [Role::NationalAdministrator, Role::Coordinator, Role::Facilitator];

pub fn may_carry(actor: &Actor) -> Result<Carry, Denial> {
    if CARRIERS.iter().any(|role| actor.has(*role)) {
        Ok(Carry::grant(actor.by(), actor.clone()))
    } else {
        Err(Denial)
    }
}

/// Permits sending as such; the sessions are checked mark by mark, because one batch brings several.
pub fn may_send(actor: &Actor, device: field_device::Model) -> Result<Send, Denial> {
    may_carry(actor)?;
    if device.account_id != actor.account {
        return Err(Denial);
    }
    Ok(Send::grant(actor.by(), actor.clone(), device))
}

/// Two who disagree are not judged by one of the two: the coordination decides.
pub fn may_settle(actor: &Actor, access: &CohortAccess) -> Result<Settle, Denial> {
    if runs(actor, &access.cohort) {
        Ok(Settle::grant(actor.by(), access.cohort.id))
    } else {
        Err(Denial)
    }
}

/// Permits the owner of the telephone and the national administration.
pub fn may_revoke(actor: &Actor, device: &field_device::Model) -> Result<Revoke, Denial> {
    if device.account_id == actor.account || actor.is_administrator() {
        Ok(Revoke::grant(actor.by(), device.id))
    } else {
        Err(Denial)
    }
}

pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor) -> bool| Permission {
        capability: "attendance",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, passes),
    };
    vec![
        row("llevar listas en un teléfono", &|actor| may_carry(actor).is_ok()),
        row("decidir conflictos y registros por revisar", &|actor| {
            may_settle(actor, &sample_access(UNIT, cohort::Stage::Running, actor)).is_ok()
        }),
    ]
}

//! Who may keep lists on a telephone, send marks from it, and decide about what arrived.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, runs};
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
    Carry::when(actor.has_any(&CARRIERS), actor.by(), actor.clone())
}

/// Permits sending as such; the sessions are checked mark by mark, because one batch brings several.
pub fn may_send(actor: &Actor, device: field_device::Model) -> Result<Send, Denial> {
    may_carry(actor)?;
    Send::when(device.account_id == actor.account, actor.by(), actor.clone(), device)
}

/// Two who disagree are not judged by one of the two: the coordination decides.
pub fn may_settle(actor: &Actor, access: &CohortAccess) -> Result<Settle, Denial> {
    Settle::when(runs(actor, &access.cohort), actor.by(), access.cohort.id)
}

/// Permits the owner of the telephone and the national administration.
pub fn may_revoke(actor: &Actor, device: &field_device::Model) -> Result<Revoke, Denial> {
    let revokes = device.account_id == actor.account || actor.is_administrator();
    Revoke::when(revokes, actor.by(), device.id)
}

pub fn permissions() -> Vec<Permission> {
    CohortTable::of("attendance")
        .row("llevar listas en un teléfono", |actor, _| may_carry(actor))
        .row("decidir conflictos y registros por revisar", may_settle)
        .rows()
}

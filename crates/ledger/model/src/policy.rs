//! Who reads installed capacity: those who answer for the municipality, and nobody else, because in a
//! small one a figure is a person (R60). Reading changes nothing; who sets a target needs a permit.

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

/// The roles that read it, of whole departments or of one municipality, and the municipalities that each
/// answers for: those whose indicators they read.
pub use indicators_model::policy::{ANSWERERS, READERS, answered_by, scope};

permit!(
    /// Says how many certified people a municipality wants for a capacity.
    SetTarget { municipality: String }
);

/// The roles that set targets.
pub const SETTERS: [Role; 2] = [Role::NationalAdministrator, Role::Coordinator];

/// The caller has found the municipality among those that the actor's unit serves.
pub fn may_set_target(actor: &Actor, municipality: &str) -> Result<SetTarget, Denial> {
    let sets = actor.has_any(&SETTERS);
    SetTarget::when(sets, actor.by(), municipality.to_owned())
}

/// Who does what, for the printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("ledger")
        .row("leer la capacidad instalada y quién la sostiene", |actor| actor.has_any(&READERS))
        .row("leer la capacidad instalada del municipio por el que responde", |actor| {
            actor.has_any(&ANSWERERS)
        })
        .row("fijar la meta de una capacidad en un municipio", |actor| {
            may_set_target(actor, "50325")
        })
        .rows()
}

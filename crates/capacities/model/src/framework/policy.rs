//! Who edits the framework: the national administration, for the whole country.

use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

permit!(
    /// The framework of capacities may be changed.
    EditFramework {}
);

pub fn may_edit(actor: &Actor) -> Result<EditFramework, Denial> {
    EditFramework::when(actor.is_administrator(), actor.by())
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("capacities").row("cambiar el marco de capacidades", may_edit).rows()
}

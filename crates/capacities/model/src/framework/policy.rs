//! Who edits the framework: the national administration, for the whole country.

use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, cast, roles_of};

permit!(
    /// The framework of capacities may be changed.
    EditFramework {}
);

pub fn may_edit(actor: &Actor) -> Result<EditFramework, Denial> {
    if actor.is_administrator() { Ok(EditFramework::grant(actor.by())) } else { Err(Denial) }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    vec![Permission {
        capability: "capacities",
        action: "cambiar el marco de capacidades",
        stage: "—".to_owned(),
        roles: roles_of(&cast("MET"), |actor| may_edit(actor).is_ok()),
    }]
}

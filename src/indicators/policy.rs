//! Who imports official values.

use super::entity::indicator_import::{self, ImportId};
use crate::permit;
use crate::sign_in::actor::Actor;
use crate::sign_in::permits::{Denied, Permission, cast, roles_of};

permit!(
    /// Sends a file of values or traits to be looked at.
    Send {}
);
permit!(
    /// Imports one's own file.
    Import { import: ImportId }
);

/// The values are the whole country's: only the national administration brings them.
pub fn may_send(actor: &Actor) -> Result<Send, Denied> {
    if actor.is_administrator() { Ok(Send::grant(actor.by())) } else { Err(Denied) }
}

/// Nobody imports what somebody else has looked at.
pub fn may_import(actor: &Actor, import: &indicator_import::Model) -> Result<Import, Denied> {
    if actor.is_administrator() && import.account_id == actor.account {
        Ok(Import::grant(actor.by(), import.id))
    } else {
        Err(Denied)
    }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    let cast = cast("MET");
    let row = |action, passes: &dyn Fn(&Actor) -> bool| Permission {
        capability: "indicators",
        action,
        stage: "—".to_owned(),
        roles: roles_of(&cast, passes),
    };
    vec![row("importar datos de indicadores", &|actor| may_send(actor).is_ok())]
}

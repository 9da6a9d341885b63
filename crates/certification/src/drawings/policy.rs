//! Who keeps the signatures of documents: the national administration.

use cohorts_model::policy::{cast, roles};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denied, Permission};

permit!(
    /// A drawn signature may be kept.
    KeepDrawing {}
);

pub fn may_keep(actor: &Actor) -> Result<KeepDrawing, Denied> {
    if actor.is_administrator() { Ok(KeepDrawing::grant(actor.by())) } else { Err(Denied) }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    vec![Permission {
        capability: "certification",
        action: "guardar firmas dibujadas de los documentos",
        stage: "—".to_owned(),
        roles: roles(&cast("MET"), |actor| may_keep(actor).is_ok()),
    }]
}

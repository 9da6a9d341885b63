//! The national administration alone keeps the signature images of documents.

use cohorts_model::policy::{cast, roles};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// A drawn signature may be kept.
    KeepSignatureImage {}
);

pub fn may_keep(actor: &Actor) -> Result<KeepSignatureImage, Denial> {
    if actor.is_administrator() { Ok(KeepSignatureImage::grant(actor.by())) } else { Err(Denial) }
}

/// Returns the rows of the printed permission table.
pub fn permissions() -> Vec<Permission> {
    vec![Permission {
        capability: "certification",
        action: "guardar firmas dibujadas de los documentos",
        stage: "—".to_owned(),
        roles: roles(&cast("MET"), |actor| may_keep(actor).is_ok()),
    }]
}

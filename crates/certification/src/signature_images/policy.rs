//! The national administration alone keeps the signature images of documents.

use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

permit!(
    /// A drawn signature may be kept.
    KeepSignatureImage {}
);

pub fn may_keep(actor: &Actor) -> Result<KeepSignatureImage, Denial> {
    KeepSignatureImage::when(actor.is_administrator(), actor.by())
}

/// Returns the rows of the printed permission table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("certification")
        .row("guardar firmas dibujadas de los documentos", may_keep)
        .rows()
}

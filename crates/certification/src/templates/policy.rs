//! The national administration alone writes templates, for the whole country.

use documents::template::Document;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

permit!(
    /// The template of a kind of document may be written and published.
    WriteTemplate { document: Document }
);

pub fn may_write(actor: &Actor, document: Document) -> Result<WriteTemplate, Denial> {
    WriteTemplate::when(actor.is_administrator(), actor.by(), document)
}

/// Returns the rows of the printed permission table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("certification")
        .row("escribir y publicar plantillas de documentos", |actor| {
            may_write(actor, Document::Curso)
        })
        .rows()
}

//! The national administration alone writes templates, for the whole country.

use cohorts_model::policy::{cast, roles};
use documents::template::Document;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// The template of a kind of document may be written and published.
    WriteTemplate { document: Document }
);

pub fn may_write(actor: &Actor, document: Document) -> Result<WriteTemplate, Denial> {
    if actor.is_administrator() {
        Ok(WriteTemplate::grant(actor.by(), document))
    } else {
        Err(Denial)
    }
}

/// Returns the rows of the printed permission table.
pub fn permissions() -> Vec<Permission> {
    vec![Permission {
        capability: "certification",
        action: "escribir y publicar plantillas de documentos",
        stage: "—".to_owned(),
        roles: roles(&cast("MET"), |actor| may_write(actor, Document::Curso).is_ok()),
    }]
}

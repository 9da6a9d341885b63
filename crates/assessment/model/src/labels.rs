//! Kinds of activity and origins of grades as pages and forms write them.

use super::entity::activity::Kind;
use super::entity::grade_entry::Origin;

/// The value a form sends.
pub fn form_value(kind: Kind) -> &'static str {
    match kind {
        Kind::PreTest => "prueba-inicial",
        Kind::PostTest => "prueba-final",
        Kind::Product => "producto",
        Kind::Other => "otra",
    }
}

/// Reads what a form sent.
pub fn from_form(value: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| form_value(*kind) == value)
}

/// Where a grade came from, in a sentence: «la puso la prueba en línea».
pub fn whose(origin: Origin) -> &'static str {
    match origin {
        Origin::Typed => "se escribió en la planilla",
        Origin::Test => "la puso la prueba en línea",
        Origin::Product => "sale de la calificación del producto",
        Origin::Import => "llegó en un archivo",
        Origin::Appeal => "se decidió en un reclamo",
    }
}

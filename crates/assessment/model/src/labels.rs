//! Kinds of activity and origins of grades as pages and forms write them.

use super::entity::activity::Kind;
use super::entity::grade_entry::Origin;

/// Every kind, in the order in which a form offers them.
pub const KINDS: [Kind; 4] = [Kind::PreTest, Kind::PostTest, Kind::Product, Kind::Other];

/// «Prueba inicial».
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::PreTest => "Prueba inicial",
        Kind::PostTest => "Prueba final",
        Kind::Product => "Producto",
        Kind::Other => "Otra",
    }
}

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
    KINDS.into_iter().find(|kind| form_value(*kind) == value)
}

/// Where a grade came from, in a word or two: «prueba».
pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Typed => "a mano",
        Origin::Test => "prueba",
        Origin::Product => "producto",
        Origin::Import => "archivo",
        Origin::Appeal => "reclamo",
    }
}

/// The same, in a sentence: «la puso la prueba en línea».
pub fn whose(origin: Origin) -> &'static str {
    match origin {
        Origin::Typed => "se escribió en la planilla",
        Origin::Test => "la puso la prueba en línea",
        Origin::Product => "sale de la calificación del producto",
        Origin::Import => "llegó en un archivo",
        Origin::Appeal => "se decidió en un reclamo",
    }
}

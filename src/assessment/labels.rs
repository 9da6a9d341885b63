//! Kinds of activity as pages and forms write them.

use super::entity::activity::Kind;

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

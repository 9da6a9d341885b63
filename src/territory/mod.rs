//! Where things are: departments, municipalities, ESAP's territorial units, public entities, and
//! the closed lists that sources define.

pub mod addresses;
mod capability;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod load;
pub mod queries;
pub mod reference;

pub use capability::CAPABILITY;

/// The attribution that the licence of the territory asks for, wherever it is shown.
pub const DIVIPOLA: &str =
    "Fuente: DANE, DIVIPOLA (corte 24-ene-2025), CC BY-SA 4.0; modificado (mayúsculas, tipos).";

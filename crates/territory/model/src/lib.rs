//! What others may use of `territory`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/territory`.

pub mod addresses;
pub mod commands;
pub mod contacts;
pub mod editions;
pub mod entity;
pub mod kinds;
pub mod labels;
pub mod looks;
pub mod nit;
pub mod outlines;
pub mod policy;
pub mod queries;
pub mod reference;
pub mod subscribers;

/// The attribution that the licence of the territory asks for, wherever it is shown.
pub const DIVIPOLA: &str =
    "Fuente: DANE, DIVIPOLA (corte 24-ene-2025), CC BY-SA 4.0; modificado (mayúsculas, tipos).";

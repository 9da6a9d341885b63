//! The documents' templates: what an administrator writes of each kind, in versions.
//!
//! A published version never changes; the last one is what certificates are issued with from that
//! day, and each keeps the words that it was issued with (`snapshot`). What may be written, and what
//! may not be left out, is said in the crate `documents`; here it is read from a form, kept, shown and
//! published. Whoever issues asks [`queries::in_use`].

pub use certification_model::templates::*;

pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod policy;
mod reading;
pub mod refusals;
pub mod rules;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

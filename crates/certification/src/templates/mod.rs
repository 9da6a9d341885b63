//! The documents' templates: what an administrator writes of each kind, in versions.
//!
//! A published version never changes; the last one is what certificates are issued with from that
//! day, and each keeps the words that it was issued with (`snapshot`). The crate `documents`
//! decides what a template may say and must not leave out; here templates are read from a form,
//! stored, shown and published. The issue reads [`queries::in_use`].

pub use certification_model::templates::*;

pub mod checks;
pub mod commands;
pub mod labels;
pub mod policy;
mod reading;
pub mod refusals;
pub mod rules;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

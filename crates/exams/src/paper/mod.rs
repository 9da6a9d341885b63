//! Tests on paper, for places without a signal (R44, R46): booklets and answer sheets are printed,
//! and what somebody types from a sheet becomes an attempt like any other.
//!
//! What is printed is kept question by question, so that a letter on a sheet means the same weeks
//! later and a reprint is the same. [`rules`] read letters; scoring is [`super::commands`]'.

pub mod answer_line;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod form_questions;
mod pdf;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod rules;
pub mod views;
mod web;

pub use rules::notes;
pub use views::samples;
pub use web::routes;

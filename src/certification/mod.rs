//! What was earned: the rule, issuing, the document, public verification and revocation.
//!
//! Later capabilities use [`commands::issue`] and [`policy::may_issue`] (the demo), the
//! `certificate` table in their joins (reports), and [`worker`] (the server's start).

pub mod checks;
pub mod codes;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod letters;
pub mod papers;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod rules;
pub mod snapshot;
pub mod ties;
pub mod views;
mod web;
pub mod worker;

pub use views::samples;
pub use web::{Guesses, routes};

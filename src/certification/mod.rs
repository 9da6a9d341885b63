//! What was earned: the rule, issuing, the document, public verification and revocation.
//!
//! Later capabilities use [`batches::commands::issue_at_once`] and [`policy::may_issue`] (the demo), the
//! `certificate` table in their joins (reports).

pub mod backlog;
pub mod batches;
mod capability;
mod cards;
pub mod checks;
pub mod codes;
pub mod commands;
pub mod credentials;
pub mod drawings;
pub mod entity;
pub mod labels;
pub mod letters;
pub mod papers;
pub mod policy;
pub mod queries;
pub mod readiness;
pub mod refusals;
pub mod reviews;
pub mod rules;
pub mod signatures;
pub mod snapshot;
pub mod templates;
pub mod ties;
pub mod validity;
pub mod views;
pub mod wallet;
mod web;
pub mod worker;

pub use capability::CAPABILITY;

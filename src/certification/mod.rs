//! What was earned: the rule, issuing, the document, public verification and revocation.
//!
//! Later capabilities use [`commands::issue`] and [`policy::may_issue`] (the demo), the
//! `certificate` table in their joins (reports), and [`worker`] and [`batches::worker`] (the server's
//! start).

pub mod backlog;
pub mod batches;
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

pub use web::Guesses;

pub fn samples() -> Vec<crate::platform::pages::Sample> {
    [views::samples(), reviews::samples(), validity::samples()].into_iter().flatten().collect()
}

pub fn routes() -> Vec<rocket::Route> {
    [web::routes(), reviews::routes(), validity::routes()].concat()
}

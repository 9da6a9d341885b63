//! Installed capacity (R31, R63): how many certified people a municipality has in post for each
//! capacity, on any day, as it is known now or as it was known then.
//!
//! A [`entity::holding`] says between which days somebody counts. [`rules`] derives them from the posts
//! and certificates of a person, [`refresh`] writes what has changed of them in the transaction of the
//! change (`people::keepers`), [`checks`] derives everybody's again and compares, and [`queries`] counts.

mod asked;
pub mod checks;
pub mod cut;
mod department;
pub mod entity;
pub mod facts;
pub mod figures;
pub mod fill;
pub mod handover;
pub mod letters;
pub mod policy;
pub mod queries;
pub mod refresh;
pub mod rules;
pub mod targets;
pub mod views;
mod web;

pub use refresh::keeper;
pub fn routes() -> Vec<rocket::Route> {
    [web::routes(), department::routes(), targets::routes()].concat()
}

pub fn samples() -> Vec<crate::platform::pages::Sample> {
    views::samples().into_iter().chain(targets::samples()).collect()
}

use crate::people::ties::{Declaration, Rule, Tie};

const REASON: &str = "who counts for what is derived again, for both records, by the union itself";

const TIES: &[Tie] =
    &[Tie { table: "holding", column: "person_id", rule: Rule::Stay(REASON), label: "" }];

pub fn ties() -> Declaration {
    Declaration { ties: TIES, ..Declaration::default() }
}

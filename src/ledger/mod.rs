//! Installed capacity (R31, R63): how many certified people a municipality has in post for each
//! capacity, on any day, as it is known now or as it was known then.
//!
//! A [`entity::holding`] says between which days somebody counts. [`rules`] derives them from the posts
//! and certificates of a person, [`refresh`] writes what has changed of them in the transaction of the
//! change (`people::keepers`), [`checks`] derives everybody's again and compares, and [`queries`] counts.

mod asked;
mod capability;
mod cards;
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

pub use capability::CAPABILITY;

//! Who was there: marks that are only ever added, roll-calls, and what they amount to.
//!
//! Later capabilities read [`queries::totals`] and [`queries::grid`] and the arithmetic in
//! [`rules`]; the demo programme writes through [`commands`]; every mark there is comes from
//! [`marks`].

mod capability;
mod cards;
pub mod checks;
pub mod codes;
pub mod commands;
pub mod entity;
pub mod field;
pub mod joined;
pub mod labels;
pub mod marks;
pub mod paper;
pub mod pending;
pub mod policy;
pub mod queries;
pub mod requests;
pub mod risk;
pub mod rules;
pub mod ties;
pub mod views;
mod web;

pub use capability::CAPABILITY;

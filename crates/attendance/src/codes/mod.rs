//! Checking in by a code that a room shows and that changes every fifteen seconds (R38).
//!
//! [`rules`] makes the codes from a secret that stays on the server and says what a typed code means;
//! [`commands`] open, close and let people in, and `attendance::marks` writes what counts.
//! [`signals`] are for whoever looks afterwards: they keep nobody out, because a whole town hall has
//! one address.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod guesses;
pub mod housekeeping;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod rules;
pub mod signals;
pub mod views;
mod web;

pub use guesses::Guesses;
pub use web::routes;

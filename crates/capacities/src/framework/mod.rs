//! The framework is edited here: dimensions, capacities, the indicators that speak of them and how
//! sure that link is.
//!
//! What a capacity or an indicator said before stays in `framework_revision`. Whatever is retired
//! stays where it was used; what identifies it (its code, its index) never changes, because values,
//! courses and certificates name it.

pub use capacities_model::framework::*;

pub mod checks;
pub mod commands;
pub mod queries;
pub mod refusals;
mod rows;
pub mod rules;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

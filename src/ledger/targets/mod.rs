//! How many certified people a municipality wants for a capacity, and how near it is: coverage is those
//! certified and in post divided by that. Corrections are added; without a target there is no coverage.

pub mod commands;
pub mod queries;
pub mod rules;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

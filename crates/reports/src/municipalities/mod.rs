//! A municipality: where it is, which capacities somebody certified holds, and what is open
//! for it. Public; names only for those who answer for the municipality.

mod queries;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

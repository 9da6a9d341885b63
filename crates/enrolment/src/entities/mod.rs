//! Entities that registrants and participants typed, which the coordination accepts before others are
//! offered them. Here, where people name them, because `territory` has no pages.

mod views;
mod web;

pub use views::samples;
pub use web::routes;

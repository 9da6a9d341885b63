//! The product's own addresses that belong to no capability: files, health, refusals.

pub mod catchers;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

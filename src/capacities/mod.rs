//! What a municipality must be able to do, and the official indicators that measure it.

pub mod entity;
pub mod labels;
pub mod queries;
pub mod reference;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

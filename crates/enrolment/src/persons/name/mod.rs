//! How a person's name is written, corrected by whoever sees their document.

mod views;
mod web;

pub use views::samples;
pub use web::routes;

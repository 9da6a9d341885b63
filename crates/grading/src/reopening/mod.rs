//! Grades of a cohort that was closed, opened again with a reason and for some days. While they
//! are, every change of the grid, of a file or of an appeal says why; tests and products stay closed.
//! They close by themselves, by the clock alone, or by hand.

pub use assessment_model::reopening::*;

pub mod checks;
pub mod commands;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

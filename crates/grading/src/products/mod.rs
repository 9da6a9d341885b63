//! What learners make and hand in (R48): a product is asked for, handed in as a file or a link,
//! graded by a rubric, given back to be made better, and its grade written where every grade is.
//!
//! [`rules`] says what a rubric amounts to and when a product may still come, [`commands`] keep
//! every version and every grading, and `assessment::commands` writes the grade.

pub use assessment_model::products::*;

pub mod checks;
pub mod commands;
pub mod labels;
pub mod letters;
pub mod queries;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

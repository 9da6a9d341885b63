//! Attendance from a file (R40): the product's own workbook back, with a letter for each person and session,
//! or a list with a document and a date in each row. [`reading`] opens it, and what its rows say is
//! [`crate::list`]'s. [`preview`] holds it against the cohort: what is new, what would change, what
//! nobody can read. Nothing is written before the page with all of it was sent back, and a mark that somebody
//! wrote meanwhile is not overwritten.

pub mod commands;
pub mod preview;
pub mod reading;
pub mod refusals;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

//! Pages about the posts of persons: added, corrected while nothing depends on them, ended,
//! confirmed once a year, and the principal one chosen (R29–R31).

mod commands;
mod queries;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

//! Attendance on paper: the sheet that is printed, what is read from it when it comes back signed,
//! and its scan, kept as proof.
//!
//! A print is remembered row by row, so that a number on the paper is a person for ever. What is
//! entered becomes marks through [`super::commands`], like every other roll-call.

pub mod checks;
pub mod commands;
pub mod entity;
mod pdf;
pub mod policy;
pub mod queries;
pub use attendance_model::paper::rules;
pub mod views;
mod web;

pub use web::routes;

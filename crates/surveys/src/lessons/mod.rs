//! Lessons of a course: what its people told of their work months after, in the words of the
//! coordination, for whoever gives the course next (R50). A lesson names nobody and says of which
//! cohort it comes.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod policy;
pub mod queries;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

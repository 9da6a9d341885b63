//! A learner asks that a grade of theirs be looked at again, with a reason; whoever grades the cohort
//! answers, and keeps it or writes another one.
//!
//! [`rules`] says what may be asked until when (pure); [`commands`] keep and decide, and a new grade is
//! written through the one way grades are. Alike `attendance::requests`.

pub use assessment_model::appeals::*;

pub mod checks;
pub mod commands;
pub mod labels;
pub mod letters;
pub mod policy;
pub mod rules;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

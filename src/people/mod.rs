//! Who takes part: persons, their documents, their posts in entities, and their authorisation to
//! process data.
//!
//! Pages about persons live in `enrolment::persons`: who may see a person depends on the
//! cohorts they are enrolled in, and this capability comes before those.

mod capability;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod keepers;
pub mod labels;
pub mod letters;
pub mod policy;
pub mod post_rules;
pub mod queries;
pub mod reminders;
pub mod rules;
pub mod ties;

pub use capability::CAPABILITY;

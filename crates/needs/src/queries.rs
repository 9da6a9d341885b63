//! Needs as pages and sheets show them, within the actor's territory.

pub use needs_model::queries::*;

mod matches;

pub use matches::{AnsweringCohort, NeedMatch, fit, fitting, matched_beside, matches};

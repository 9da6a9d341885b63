//! Changes to cohorts and sessions: one verb, one transaction, one row of history.

pub use cohorts_model::commands::*;

mod create;
mod evidence;
mod minimum;
mod templates;
mod town;
mod venues;

pub use create::{NewCohort, create, create_answering, create_with_sessions};
pub use evidence::{add_evidence, withdraw_evidence};
pub use minimum::{MinimumTexts, save_minimum};
pub use templates::{remove_template, save_template};
pub use town::save_town;
pub use venues::{VenueOutline, keep_venue};

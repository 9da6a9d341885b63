//! Questions about cohorts: one within the actor's scope, its sessions and municipalities.

pub use cohorts_model::queries::*;

mod evidence;
mod facilitators;
mod month;
mod templates;
mod timeline;

pub use evidence::evidence;
pub use facilitators::facilitators;
pub use month::{MOST as MONTH_MOST, MonthSession, between};
pub use templates::{chosen, pattern, templates};
pub use timeline::{names_of, timeline};

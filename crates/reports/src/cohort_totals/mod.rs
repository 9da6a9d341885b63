//! What a closed cohort adds up to in each municipality. Its attendance no longer changes, so it is
//! added up once, in the transaction that closes it ([`subscriber`]); a department's report adds these sums
//! and reads marks only of the cohorts that are under way, cut by its period, or had somebody who was
//! counted for two municipalities. [`checks`] adds everything up again and compares.

pub use reports_model::cohort_totals::*;

pub mod checks;
mod commands;
pub mod worker;

pub use commands::{keep, subscriber};

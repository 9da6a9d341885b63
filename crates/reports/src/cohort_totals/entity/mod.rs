//! The tables of what closed cohorts add up to.

pub use reports_model::cohort_totals::entity::*;

//! The tables of what closed cohorts add up to.

pub use reports_model::tallies::entity::*;

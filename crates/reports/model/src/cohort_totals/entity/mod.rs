//! The tables of what closed cohorts add up to.

pub mod cohort_tally;
pub mod cohort_tally_month;
pub mod cohort_tally_place;

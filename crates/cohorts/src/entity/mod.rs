//! The tables of `cohorts`: one file a table, named as the table.

pub use cohorts_model::entity::*;

pub mod cohort_template;
pub mod minimum_evidence;

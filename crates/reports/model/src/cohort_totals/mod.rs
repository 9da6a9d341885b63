//! What others use of `cohort_totals`, which `crates/reports/src/cohort_totals/mod.rs` tells about.

pub mod entity;
pub mod queries;
mod rules;

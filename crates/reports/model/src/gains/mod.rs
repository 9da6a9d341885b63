//! What others use of `gains`, which `crates/reports/src/gains/mod.rs` tells about.

pub mod figures;
pub mod queries;

use cohorts_model::scale::GradeScale;

/// The highest grade of the finer scale, to which grades of both scales are converted without rounding.
pub const HIGHEST: i64 = GradeScale::Hundred.highest() as i64;

//! Tests read for pages: what a test is, what somebody does of their own, what an attempt holds, and
//! the lists of those who work on the cohort.

pub use assessment_model::exam::queries::*;

mod attempt;
mod lists;

pub use attempt::{AnsweredItem, LastAnswer, answered, bodies, items, last_answers};
pub use lists::{AttemptCounts, AttemptDetail, AttemptSummary, attempts, counts, find};

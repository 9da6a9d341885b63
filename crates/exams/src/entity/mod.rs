//! The tables of tests: one file a table, named as the table.

pub use assessment_model::exam::entity::*;

pub mod attempt_answer;

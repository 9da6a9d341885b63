//! The tables of `assessment`: one file a table, named as the table.

pub use assessment_model::entity::*;

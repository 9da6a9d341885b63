//! The tables of reopenings: one file a table, named as the table.

pub use assessment_model::reopening::entity::*;

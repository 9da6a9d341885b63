//! The tables of the bank: one file a table, named as the table.

pub use assessment_model::bank::entity::*;

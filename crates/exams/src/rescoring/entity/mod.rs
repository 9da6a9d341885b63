//! The tables of rescoring: one file a table, named as the table.

pub use assessment_model::exam::rescoring::entity::*;

pub mod rescoring_change;

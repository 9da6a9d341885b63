//! The tables of appeals: one file a table, named as the table.

pub use assessment_model::appeals::entity::*;

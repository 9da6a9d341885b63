//! The tables of telephones in the field: one file a table, named as the table.

pub use attendance_model::field::entity::*;

pub mod field_handout;

//! The tables of risk: one file a table, named as the table.

pub use attendance_model::risk::entity::*;

//! The tables of `attendance`: one file a table, named as the table.

pub use attendance_model::entity::*;

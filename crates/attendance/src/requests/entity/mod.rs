//! The tables of requests: one file a table, named as the table.

pub use attendance_model::requests::entity::*;

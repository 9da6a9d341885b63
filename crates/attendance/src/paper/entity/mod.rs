//! The tables of paper: one file a table, named as the table.

pub use attendance_model::paper::entity::*;

pub mod sheet_row;
pub mod sheet_scan;

//! The tables of paper: one file a table, named as the table.

pub mod sheet;
pub mod sheet_row;
pub mod sheet_scan;

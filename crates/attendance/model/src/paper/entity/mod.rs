//! The tables of paper: one file a table, named as the table.

pub mod sheet;

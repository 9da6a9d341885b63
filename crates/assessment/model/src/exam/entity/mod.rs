//! The tables of tests: one file a table, named as the table.

pub mod attempt;
pub mod attempt_item;
pub mod exam;
pub mod exam_line;

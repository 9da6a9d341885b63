//! The tables of reopenings: one file a table, named as the table.

pub mod grade_reopening;

//! The tables of `assessment`: one file a table, named as the table.

pub mod activity;
pub mod grade;
pub mod grade_entry;

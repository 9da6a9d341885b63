//! The tables of reopenings: one file a table, named as the table.

pub mod attendance_reopening;

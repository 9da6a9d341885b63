//! The tables of `attendance`: one file a table, named as the table.

pub mod attendance_mark;
pub mod attendance_summary;
pub mod walk_in;

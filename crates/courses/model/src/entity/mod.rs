//! The tables of `courses`: one file a table, named as the table.

pub mod course;
pub mod course_version;
pub mod course_version_capacity;

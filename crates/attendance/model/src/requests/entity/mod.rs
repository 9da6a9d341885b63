//! The tables of requests: one file a table, named as the table.

pub mod attendance_request;

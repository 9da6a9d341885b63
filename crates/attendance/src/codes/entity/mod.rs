//! The tables of check-in codes: one file a table, named as the table.

pub mod code_arrival;
pub mod session_code;

//! Attendance on paper: the table of printed sheets, to which a walk-in may point, and how what was signed
//! is read.

pub mod entity;
pub mod rules;

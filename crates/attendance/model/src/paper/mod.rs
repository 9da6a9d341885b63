//! Attendance on paper: the table of printed sheets, to which a walk-in may point.

pub mod entity;

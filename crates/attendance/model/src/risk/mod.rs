//! Attendance below the minimum (R43): the table of what was noticed about whom.

pub mod entity;

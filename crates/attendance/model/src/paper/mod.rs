//! Attendance on paper: the sheet that is printed, what is read from it when it comes back signed,
//! and its scan, kept as proof.
//!
//! A print is remembered row by row, so that a number on the paper is a person for ever. What is
//! entered becomes marks through [`super::commands`], like every other roll-call.

pub mod entity;

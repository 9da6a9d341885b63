//! Tests answered on the page (R44, R46): what they ask, each person's attempts, and what those earn.
//!
//! [`rules`] say when an attempt begins and ends and what it is worth; [`commands`] keep every answer
//! as it is given and hand in what there is when time is over; [`gain`] compares the first and the
//! last test capacity by capacity. What is asked and what counts as right is the bank's and the
//! `questions` crate's.

pub mod entity;
pub mod gain;
pub mod queries;
pub mod refusals;
pub mod rescoring;
pub mod rules;

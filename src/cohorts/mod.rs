//! The offering: cohorts, the municipalities they are for, their sessions and seats.

pub mod entity;

//! What was learnt: graded activities, grades and their corrections.

pub mod entity;

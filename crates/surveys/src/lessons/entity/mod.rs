//! The table of lessons.

pub mod lesson;

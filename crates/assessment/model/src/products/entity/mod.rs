//! The tables of `products`: one file a table, named as the table.

pub mod grading;
pub mod grading_mark;
pub mod moderation;
pub mod product;
pub mod rubric;
pub mod submission;

//! The tables of reviews: one file a table, named as the table.

pub mod certificate_review;

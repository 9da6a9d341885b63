//! The tables of reviews: one file a table, named as the table.

pub use certification_model::reviews::entity::*;

pub mod certificate_watch;

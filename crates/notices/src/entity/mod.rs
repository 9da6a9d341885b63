//! The tables of `notices`: one file a table, named as the table.

pub use notices_model::entity::*;

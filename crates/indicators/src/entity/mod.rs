//! The tables of `indicators`: one file a table, named as the table.

pub use indicators_model::entity::*;

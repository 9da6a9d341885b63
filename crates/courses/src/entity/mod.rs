//! The tables of `courses`: one file a table, named as the table.

pub use courses_model::entity::*;

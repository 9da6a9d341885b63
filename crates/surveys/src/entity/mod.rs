//! The tables of surveys: one file a table, named as the table.

pub use surveys_model::entity::*;

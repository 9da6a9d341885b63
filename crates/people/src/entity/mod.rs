//! The tables of `people`: one file a table, named as the table.

pub use people_model::entity::*;

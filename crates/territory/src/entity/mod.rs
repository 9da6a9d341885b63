//! The tables of `territory`: one file a table, named as the table.

pub use territory_model::entity::*;

// The word of the domain wins over the lint: an entity is a public body.

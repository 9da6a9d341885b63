//! The tables of `capacities`: one file a table, named as the table.

pub use capacities_model::entity::*;

pub mod framework_revision;

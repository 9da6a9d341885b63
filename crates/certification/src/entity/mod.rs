//! The tables of `certification`: one file a table, named as the table.

pub use certification_model::entity::*;

pub mod certificate_series;

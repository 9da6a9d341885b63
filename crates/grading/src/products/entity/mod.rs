//! The tables of `products`: one file a table, named as the table.

pub use assessment_model::products::entity::*;

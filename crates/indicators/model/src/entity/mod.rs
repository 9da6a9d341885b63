//! The tables of `indicators`: one file a table, named as the table.

pub mod indicator_import;
pub mod indicator_value;
pub mod municipality_trait;

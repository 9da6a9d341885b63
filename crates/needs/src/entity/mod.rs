//! The tables of `needs`: one file a table, named as the table.

pub use needs_model::entity::*;

pub mod need_match;

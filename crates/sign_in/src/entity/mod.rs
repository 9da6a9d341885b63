//! The tables of `sign_in`: one file a table, named as the table.

pub use sign_in_model::entity::*;

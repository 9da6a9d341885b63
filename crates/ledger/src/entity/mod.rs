//! The tables of `ledger`: one file a table, named as the table.

pub use ledger_model::entity::*;

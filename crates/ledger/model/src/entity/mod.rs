//! The tables of `ledger`: one file a table, named as the table.

pub mod coverage_target;
pub mod handover;
pub mod holding;
pub mod ledger_fill;

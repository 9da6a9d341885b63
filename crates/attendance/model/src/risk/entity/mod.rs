//! The tables of risk: one file a table, named as the table.

pub mod risk_notice;

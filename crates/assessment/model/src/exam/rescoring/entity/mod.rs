//! The tables of rescoring: one file a table, named as the table.

pub mod rescoring;

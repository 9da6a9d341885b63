//! The tables of `reports/priorities`: one file a table, named as the table.

pub mod priority_override;

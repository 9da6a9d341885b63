//! The tables of appeals: one file a table, named as the table.

pub mod grade_appeal;

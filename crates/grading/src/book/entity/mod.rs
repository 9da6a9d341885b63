//! The tables of grade books: one file a table, named as the table.

pub mod grade_import;

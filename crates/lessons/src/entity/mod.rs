//! The tables of `lessons`: one file a table, named as the table.

pub mod lesson;

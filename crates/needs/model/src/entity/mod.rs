//! The tables of `needs`: one file a table, named as the table.

pub mod need;

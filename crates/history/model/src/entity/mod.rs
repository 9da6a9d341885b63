//! The tables of `history`: one file a table, named as the table.

pub mod history_event;

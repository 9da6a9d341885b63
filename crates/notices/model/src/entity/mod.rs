//! The tables of `notices`: one file a table, named as the table.

pub mod outbox_message;

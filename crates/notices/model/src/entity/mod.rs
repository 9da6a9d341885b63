//! The tables of `notices`: one file a table, named as the table.

pub mod mail_opt_out;
pub mod outbox_message;

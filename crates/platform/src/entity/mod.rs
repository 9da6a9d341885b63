//! The tables of `platform`: one file a table, named as the table.

pub mod attempt_budget;
pub mod idempotent_request;
pub mod setting;
pub mod stored_file;

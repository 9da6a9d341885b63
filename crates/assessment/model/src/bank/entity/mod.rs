//! The tables of the bank: one file a table, named as the table.

pub mod question;
pub mod question_import;
pub mod question_picture;
pub mod question_version;

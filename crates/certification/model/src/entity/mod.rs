//! The tables of `certification`: one file a table, named as the table.

pub mod certificate;
pub mod certificate_document;
pub mod second_confirmation;

//! The tables of `people`: one file a table, named as the table.

pub mod consent;
pub mod document_review;
pub mod person;
pub mod post;
pub mod principal_choice;

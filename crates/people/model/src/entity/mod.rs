//! The tables of `people`: one file a table, named as the table.

pub mod consent;
pub mod document_review;
pub mod person;
pub mod person_document;
pub mod person_merge;
pub mod person_merge_row;
pub mod person_request;
pub mod person_word;
pub mod possible_duplicate;
pub mod post;
pub mod principal_choice;

//! The table of `certification::templates`.

pub mod document_template;

//! The tables of `enrolment`: one file a table, named as the table.

pub use enrolment_model::entity::*;

//! The tables of tests on paper: one file a table, named as the table.

pub mod exam_form;
pub mod exam_form_item;
pub mod exam_print;
pub mod exam_sheet;

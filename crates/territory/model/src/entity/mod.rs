//! The tables of `territory`: one file a table, named as the table.

pub mod catalog_entry;
pub mod department;
#[allow(clippy::module_inception)]
pub mod entity;
pub mod municipality;
pub mod reference_load;
pub mod territorial_unit;
pub mod territorial_unit_department;
pub mod territorial_unit_exception;
pub mod unit_contact;

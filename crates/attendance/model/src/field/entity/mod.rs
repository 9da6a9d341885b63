//! The tables of telephones in the field: one file a table, named as the table.

pub mod field_arrival;
pub mod field_device;

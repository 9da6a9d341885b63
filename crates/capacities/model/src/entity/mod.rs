//! The tables of `capacities`: one file a table, named as the table.

pub mod capacity;
pub mod capacity_indicator;

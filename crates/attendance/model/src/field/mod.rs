//! Marks from telephones where there is no network (R36, R37, R39): the tables of devices and
//! arrivals, and who may carry lists, send marks and decide about them.

pub mod entity;
pub mod policy;

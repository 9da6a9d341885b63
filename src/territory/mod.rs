//! Where things are: departments, municipalities, ESAP's territorial units, public entities, and
//! the closed lists that sources define.

pub mod addresses;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod queries;
pub mod reference;

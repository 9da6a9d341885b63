//! How many certified people a municipality wants for a capacity, and how near it is: coverage is those
//! certified and in post divided by that. Corrections are added; without a target there is no coverage.

pub mod queries;
pub mod rules;

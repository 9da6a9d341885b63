//! The catalogue: courses, their versions, and the capacities that each version builds.

pub mod commands;
pub mod entity;
pub mod queries;
pub mod reference;
pub mod rules;

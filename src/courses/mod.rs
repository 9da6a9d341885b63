//! The catalogue: courses, their versions, and the capacities that each version builds.

pub mod entity;

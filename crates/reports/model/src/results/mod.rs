//! The last two parts of a department's report: what was learnt, applied and kept of each capacity, and
//! what people thought of it (R62). [`queries`] reads, [`figures`] and [`quality`] count; what
//! may be told is decided in [`crate::atoms`].

pub mod figures;
mod gain;
pub mod quality;
pub mod queries;

pub use figures::{Results, SuppressionRule};

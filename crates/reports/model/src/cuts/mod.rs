//! What others use of `cuts`, which `crates/reports/src/cuts/mod.rs` tells about.

pub mod compare;
pub mod entity;
pub mod rules;

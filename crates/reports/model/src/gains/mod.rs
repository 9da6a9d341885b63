//! What others use of `gains`, which `crates/reports/src/gains/mod.rs` tells about.

pub mod figures;
pub mod queries;

pub use figures::HIGHEST;

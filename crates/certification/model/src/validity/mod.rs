//! What others use of `validity`, which `crates/certification/src/validity/mod.rs` tells about.

pub mod conditions;
pub mod rules;

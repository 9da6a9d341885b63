//! What others use of `priorities`, which `crates/reports/src/priorities/mod.rs` tells about.

pub mod policy;

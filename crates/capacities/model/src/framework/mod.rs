//! What others use of `framework`, which `crates/capacities/src/framework/mod.rs` tells about.

pub mod policy;

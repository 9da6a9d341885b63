//! What others use of `reopening`, which `crates/grading/src/reopening/mod.rs` tells about.

pub mod entity;
pub mod queries;

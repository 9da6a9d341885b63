//! What others use of `appeals`, which `crates/grading/src/appeals/mod.rs` tells about.

pub mod entity;
pub mod queries;

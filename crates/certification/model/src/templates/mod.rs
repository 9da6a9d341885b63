//! What others use of `templates`, which `crates/certification/src/templates/mod.rs` tells about.

pub mod entity;
pub mod queries;

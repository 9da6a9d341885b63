//! What others use of `rescoring`, which `crates/exams/src/rescoring/mod.rs` tells about.

pub mod entity;

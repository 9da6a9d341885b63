//! What others use of `reopening`, which `crates/attendance/src/reopening/mod.rs` tells about.

pub mod commands;
pub mod entity;

//! What others use of `products`, which `crates/grading/src/products/mod.rs` tells about.

pub mod entity;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod rules;

//! What others use of `targets`, which `crates/ledger/src/targets/mod.rs` tells about.

pub mod queries;
pub mod rules;

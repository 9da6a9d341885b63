//! What others use of `persons`, which `crates/enrolment/src/persons/mod.rs` tells about.

pub mod certificates;
pub mod policy;
pub mod queries;

pub use policy::permissions;
pub use queries::to_review;

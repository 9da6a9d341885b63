//! What others use of `persons`, which `crates/enrolment/src/persons/mod.rs` tells about.

pub mod certificates;
pub mod policy;
pub mod queries;
pub mod sheet;

pub use policy::permissions;
pub use queries::to_review;

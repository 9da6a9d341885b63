//! Pages about persons: found by name or document, with their posts and enrolments. They are
//! here and not in `people` because an enrolment is what shows a person to a coordinator.

pub mod policy;
pub mod queries;

pub use policy::permissions;
pub use queries::to_review;

//! Pages about persons: found by name or document, with their posts and enrolments. They are
//! here and not in `people` because an enrolment is what shows a person to a coordinator.

mod policy;
mod queries;
mod views;
mod web;

pub use policy::permissions;
pub use queries::to_review;
pub use views::samples;
pub use web::routes;

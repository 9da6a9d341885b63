//! The public catalogue. It is here and not in `cohorts` because what a stranger asks first
//! is whether there is room, and that is counted from enrolments.

mod views;
mod web;

pub use views::samples;
pub use web::routes;

//! Pages about persons: found by name or document, with their posts and enrolments. They are
//! here and not in `people` because an enrolment is what shows a person to a coordinator.

pub use enrolment_model::persons::*;

mod name;
mod posts;
mod ties;
mod union;
mod views;
mod web;

pub use ties::declaration as ties;

/// Samples of the pages about persons and their posts.
pub fn samples() -> Vec<platform::pages::Sample> {
    [views::samples(), posts::samples(), union::samples(), name::samples()]
        .into_iter()
        .flatten()
        .collect()
}

pub fn routes() -> Vec<rocket::Route> {
    [web::routes(), posts::routes(), union::routes(), name::routes()].concat()
}

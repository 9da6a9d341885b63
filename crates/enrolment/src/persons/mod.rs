//! Pages about persons: found by name or document, with their posts and enrolments. They are
//! here and not in `people` because an enrolment is what shows a person to a coordinator.

pub use enrolment_model::persons::*;

mod contact;
pub mod lookups;
mod merge;
mod name;
mod person_references;
mod posts;
mod requests;
mod views;
mod web;

pub use person_references::declaration as person_references;

/// Samples of the pages about persons and their posts.
pub fn samples() -> Vec<platform::pages::Sample> {
    [
        views::samples(),
        posts::samples(),
        merge::samples(),
        name::samples(),
        contact::samples(),
        requests::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub fn routes() -> Vec<rocket::Route> {
    [
        web::routes(),
        posts::routes(),
        merge::routes(),
        name::routes(),
        contact::routes(),
        requests::routes(),
    ]
    .concat()
}

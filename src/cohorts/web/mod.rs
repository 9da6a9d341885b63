//! Addresses of cohorts, their sessions and the public catalogue.

mod catalogue;
mod forms;
mod sessions;
mod show;
mod stages;

use rocket::{Route, routes};

use crate::sign_in::actor::Role;

/// Who has pages about cohorts; participants read the catalogue and their own enrolments.
const READERS: [Role; 5] = [
    Role::NationalAdministrator,
    Role::Coordinator,
    Role::Facilitator,
    Role::Gobernacion,
    Role::FocalPoint,
];
/// Who makes and changes them.
const RUNNERS: [Role; 2] = [Role::NationalAdministrator, Role::Coordinator];

pub fn routes() -> Vec<Route> {
    routes![
        catalogue::offer,
        catalogue::offered,
        show::list,
        show::show,
        forms::new_form,
        forms::new,
        forms::edit_form,
        forms::edit,
        sessions::new_form,
        sessions::new,
        sessions::edit_form,
        sessions::edit,
        sessions::cancel_form,
        sessions::cancel,
        stages::publish,
        stages::confirm,
        stages::start,
        stages::cancel_form,
        stages::cancel,
    ]
}

//! Addresses of tests: `/actividades/<activity>/prueba…` for those who work on the cohort,
//! `/pruebas/<exam>…` for those who answer.

mod answer;
mod attempts;
mod build;
mod own;
mod own_attempt;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![
        build::show,
        build::save,
        build::extend,
        build::preview,
        attempts::list,
        attempts::show,
        attempts::grade,
        own::list,
        own_attempt::cover,
        own_attempt::start,
        own_attempt::confirm,
        own_attempt::submit,
        own_attempt::result,
        answer::show,
        answer::save,
        answer::picture,
    ]
}

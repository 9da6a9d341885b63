//! Addresses of a learner's own attendance and of requests.

mod list;
mod own;
mod request;

use rocket::{Route, routes};

use cohorts_model::entity::session;
use platform::dates;

pub fn routes() -> Vec<Route> {
    routes![
        own::show,
        own::form,
        own::ask,
        request::show,
        request::decide,
        request::take_back,
        request::file,
        list::waiting,
        list::of_cohort,
    ]
}

/// «Sesión 2, martes 24 de noviembre de 2026».
fn name(session: &session::Model) -> String {
    let day = dates::with_weekday(dates::bogota_date(session.starts_at));
    format!("Sesión {}, {day}", session.position)
}

//! Addresses of paper: a session's sheets and scans, a print, its entry.

mod entry;
mod scans;
mod sheets;

use rocket::{Route, routes};

use cohorts_model::entity::session;
use platform::dates;

pub fn routes() -> Vec<Route> {
    routes![
        sheets::show,
        sheets::print,
        sheets::paper,
        entry::show,
        entry::enter,
        scans::attach,
        scans::download,
        scans::withdraw_form,
        scans::withdraw,
    ]
}

fn when(session: &session::Model) -> String {
    dates::long_day_and_span(session.starts_at, session.ends_at)
}

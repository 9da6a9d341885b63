//! Addresses of tests on paper: the prints of a test, `/impresiones/<printing>…` for one of them, and
//! `/hojas/<paper>` for the sheet of a code.

mod entry;
mod prints;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![
        prints::list,
        prints::print,
        prints::show,
        prints::booklet,
        prints::sheets,
        prints::key,
        entry::show,
        entry::enter,
    ]
}

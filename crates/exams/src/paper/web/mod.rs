//! Addresses of tests on paper: the prints of a test, `/impresiones/<printing>…` for one of them, and
//! `/hojas/<paper>` for the sheet of a code.

mod entry;
mod grid;
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
        grid::show,
        grid::enter,
        entry::show,
        entry::enter,
    ]
}

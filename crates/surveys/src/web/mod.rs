//! Addresses of surveys: one's own ticket, the ballot, a follow-up by its letter, what a cohort
//! answered, and the surveys themselves.

mod ballot;
mod follow;
mod own;
mod results;
mod surveys;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![
        own::show,
        own::take,
        ballot::show,
        ballot::submit,
        follow::show,
        follow::answer,
        results::show,
        surveys::all,
        surveys::one,
        surveys::draft,
        surveys::save,
        surveys::publish,
    ]
}

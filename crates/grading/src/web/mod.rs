//! Addresses of assessment: the plan of activities and the grid of grades.

mod activities;
mod grades;
mod one;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![activities::show, activities::save, grades::show, grades::save, one::show]
}

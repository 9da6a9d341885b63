//! Addresses of attendance: the roll-call of a session, its closing, the grid of a cohort.

mod grid;
mod roll_call;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![roll_call::show, roll_call::save, roll_call::close, grid::show, grid::workbook]
}

//! Addresses of attendance: the roll-call of a session, its closing, the grid of a cohort.

mod changes;
mod close;
mod grid;
pub(crate) mod roll_call;

use rocket::{Route, routes};

pub(crate) use cohorts_model::views::from_closing;

pub fn routes() -> Vec<Route> {
    let mut all = routes![
        roll_call::show,
        roll_call::save,
        changes::show,
        close::ask,
        close::close,
        grid::show,
        grid::workbook
    ];
    all.extend(super::field::routes());
    all
}

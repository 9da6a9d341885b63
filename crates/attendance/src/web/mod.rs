//! Addresses of attendance: the roll-call of a session, its closing, the grid of a cohort.

mod changes;
mod close;
mod grid;
pub(crate) mod roll_call;

use rocket::{Route, routes};
use sign_in_model::desk::Desk;

use platform::forms::Fields;

/// What an address ends in when its reader came from closing the cohort, to go back there.
pub(crate) fn from_closing(desk: &Desk<'_>) -> &'static str {
    match Fields::of_address(desk.request()).first("volver") {
        "cierre" => "?volver=cierre",
        _ => "",
    }
}

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

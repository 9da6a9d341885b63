//! Addresses of needs; filters stay in the address.

mod ask;
mod list;
mod show;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![
        list::list,
        list::workbook,
        ask::form,
        ask::state,
        show::show,
        show::assign,
        show::refuse,
    ]
}

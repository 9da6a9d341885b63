//! Addresses of telephones: the page that opens without a network, the interface for marks.

mod api;
mod devices;
mod page;
mod review;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![
        page::page,
        page::worker,
        page::file,
        api::register,
        api::lists,
        api::marks,
        api::leave,
        devices::list,
        devices::revoke,
        review::show,
        review::decide,
        review::name,
    ]
}

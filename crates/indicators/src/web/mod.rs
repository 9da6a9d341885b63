//! Addresses of official values.

mod exchange;
mod gap_sheet;
mod gaps;
mod read;
mod template;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![
        read::list,
        read::municipality,
        gaps::list,
        gaps::show,
        gap_sheet::workbook,
        exchange::upload_form,
        exchange::upload,
        exchange::check,
        exchange::import,
        template::template
    ]
}

//! Which municipalities come first, by weights that whoever asks sees and changes (R7). The weights are in
//! the address and nothing of them is kept; what is kept is who put a municipality before or after the
//! others for a capacity, and why.

pub use reports_model::priorities::*;

pub mod checks;
pub mod commands;
pub mod entity;
mod overrides;
mod queries;
mod ranking;
pub mod rules;
mod sheet;
mod views;
mod web;
mod words;

pub use views::samples;

pub fn routes() -> Vec<rocket::Route> {
    [web::routes(), overrides::routes()].concat()
}

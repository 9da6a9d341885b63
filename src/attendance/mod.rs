//! Who was there: marks that are only ever added, roll-calls, and what they amount to.
//!
//! Later capabilities read [`queries::totals`] and [`queries::grid`] and the arithmetic in
//! [`rules`]; the demo programme writes through [`commands`]; every mark there is comes from
//! [`marks`].

pub mod checks;
pub mod codes;
pub mod commands;
pub mod entity;
pub mod evidence;
pub mod field;
pub mod joined;
pub mod labels;
pub mod marks;
pub mod paper;
pub mod pending;
pub mod policy;
pub mod queries;
pub mod requests;
pub mod risk;
pub mod rules;
pub mod ties;
pub mod views;
mod web;

/// Samples of every page, those of every room.
pub fn samples() -> Vec<crate::platform::pages::Sample> {
    [
        views::samples(),
        paper::views::samples(),
        codes::views::samples(),
        requests::views::samples(),
        risk::views::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub fn routes() -> Vec<rocket::Route> {
    [web::routes(), paper::routes(), codes::routes(), requests::routes(), risk::routes()].concat()
}

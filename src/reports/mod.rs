//! The department's attendance report: one set of figures, written three ways that agree
//! cell by cell (page, XLSX, CSV, PDF), and what a municipality holds of each capacity.
//!
//! [`queries`] reads raw facts in a bounded number of statements, [`figures`] computes from
//! them once, [`sheets`] gives every figure its typed cell; pages and files only write.

pub use crate::territory::DIVIPOLA;
pub use crate::territory::addresses;
pub mod asof;
pub mod board;
pub mod cuts;
pub mod executive;
pub mod figures;
mod files;
pub mod gains;
pub mod mailing;
pub mod municipalities;
pub mod open;
pub mod paper;
pub mod policy;
pub mod priorities;
pub mod queries;
pub mod results;
pub mod rules;
pub mod samples;
pub mod sheets;
pub mod tallies;
pub mod views;
mod web;

pub use policy::permissions;

pub fn routes() -> Vec<rocket::Route> {
    [
        web::routes(),
        files::routes(),
        board::routes(),
        cuts::routes(),
        executive::routes(),
        gains::routes(),
        mailing::routes(),
        municipalities::routes(),
        open::routes(),
        priorities::routes(),
    ]
    .concat()
}

pub fn samples() -> Vec<crate::platform::pages::Sample> {
    [
        views::samples(),
        board::samples(),
        cuts::samples(),
        executive::samples(),
        gains::samples(),
        mailing::samples(),
        municipalities::samples(),
        open::samples(),
        priorities::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

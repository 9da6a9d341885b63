//! A municipality: where it is, which capacities somebody certified and in post holds, as the ledger counts
//! them, and what is open for it. Public, with people in bands; names only for those who answer for the
//! municipality.

mod queries;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

//! A municipality: where it is, which capacities somebody certified and in post holds, as the ledger counts
//! them, and what is open for it. Public, with people in bands. Those who answer for the municipality read
//! the whole: each capacity beside what was taught and what the indices say, what lacks, the cohorts that
//! reached it, what is asked for, and who is certified, by name. The same on one page of paper names nobody.

mod findings;
mod list;
mod paper;
mod queries;
mod sheet;
mod standing;
mod views;
mod web;
mod whole;

pub use views::samples;
pub use web::routes;

//! An entity's focal point puts its people forward for a cohort (R23): they take the seat by the
//! link of their letter, and meet those who enrol by themselves in one row for each person.

mod queries;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

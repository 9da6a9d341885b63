//! What people gained between the first and the last test, municipality by municipality (R44): only
//! those with both tests, with how many they are and how sure the mean is. A cohort with fewer than five
//! of them in a municipality is in no row and in no total.

pub use reports_model::gains::*;

mod views;
mod web;

pub use views::samples;
pub use web::routes;

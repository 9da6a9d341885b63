//! Attendance that is opened again (R84): the list of a session that was finished by mistake, for some
//! hours and by whoever may finish it; and the attendance of a closed cohort, by its coordination, with a
//! reason and for some days. Both are kept with their reason. A list is closed by finishing it again, a
//! cohort's attendance by the clock alone or by hand.

pub use attendance_model::reopening::*;

pub mod checks;
pub mod commands;
pub mod queries;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

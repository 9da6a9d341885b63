//! People who came late (R84, R85): since when they count, and where they had been before. Whoever got a
//! seat after a session does not count in it (R35); where that is not true, because the list of the first
//! week was brought in the second, the coordination says so with a reason. Sessions from that date on
//! weigh, and in those that are named the person was present.

pub mod commands;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

//! The mail and the telephone of a person: corrected by whoever answers for them, and the telephone by
//! the person. One's own mail is changed in `accounts`, by a link that goes to the new one.

mod commands;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

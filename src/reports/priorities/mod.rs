//! Which municipalities come first, by weights that whoever asks sees and changes (R7). Nothing is
//! kept: the weights are in the address.

mod queries;
pub mod rules;
mod views;
mod web;
mod words;

pub use views::samples;
pub use web::routes;

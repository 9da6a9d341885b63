//! Home pages: what needs doing now, per role, with numbers that open their list.
//!
//! [`pages`] decides what each role is shown, [`queries`] and [`ready`] count it in a bounded
//! number of statements; one template draws all.

pub mod digest;
mod pages;
mod queries;
mod ready;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

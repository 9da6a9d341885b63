//! Home pages: what needs doing now, per role, with numbers that open their list.
//!
//! [`pages`] decides what each role is shown, [`queries`] and [`ready`] count it in a bounded
//! number of statements; one template draws all.

mod capability;
mod cards;
pub mod digest;
mod pages;
mod queries;
mod ready;
mod views;
mod web;

pub use capability::CAPABILITY;

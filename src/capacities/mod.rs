//! What a municipality must be able to do, and the official indicators that measure it.

pub mod entity;
pub mod framework;
pub mod labels;
pub mod queries;
pub mod reference;
pub mod views;
mod web;

pub use web::routes;

use crate::platform::pages::Sample;

pub fn samples() -> Vec<Sample> {
    let mut all = views::samples();
    all.extend(framework::samples());
    all
}

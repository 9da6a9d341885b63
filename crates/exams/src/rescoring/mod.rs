//! A test scored anew after one of its questions was corrected or taken out (R45).
//!
//! A published question never changes; its correction is a new version, and what people answered to
//! the old one stands until somebody decides otherwise, test by test: [`preview`] shows who would
//! change and how, [`commands`] do exactly what was shown and keep who decided it and why.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod policy;
pub mod preview;
pub mod queries;
pub mod rules;
mod views;
mod web;

pub use views::samples;
pub use web::routes;

//! Cuts: the report of a month or a quarter, frozen some days after its end and compared with the one
//! before (R62).
//!
//! What is frozen are the figures of municipalities and cohorts, not people: what a cut said stays when
//! a mark is corrected, and nobody's data is kept longer because of it. Page, XLSX, CSV and PDF are made
//! from the frozen figures by the very code that makes the live report (R61).

pub use reports_model::cuts::*;

pub mod checks;
pub mod commands;
pub mod queries;
mod views;
mod web;
pub mod worker;

pub use views::samples;
pub use web::routes;

//! Tests answered on the page.

mod answer;
mod build;
mod gain;
mod grade;
pub mod grid;
mod kill;
pub mod paper;
pub mod rescore;
mod statistics;
mod time;

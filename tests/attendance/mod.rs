//! Roll-calls, their closing, and the grid of a cohort.

mod append;
mod close;
mod codes;
mod doctor;
mod field;
mod grid;
mod kill;
pub mod paper;
mod requests;
mod risk;
mod take;

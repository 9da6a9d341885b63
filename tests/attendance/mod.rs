//! Roll-calls, their closing, and the grid of a cohort.

mod append;
mod close;
pub mod codes;
mod doctor;
pub mod field;
mod file;
mod grid;
mod kept_files;
mod kill;
mod life;
mod namesakes;
pub mod paper;
mod request_files;
pub mod requests;
mod risk;
mod take;

//! The grade book as a spreadsheet: it goes out with what it shows, is filled without a network
//! and comes back, is looked at cell by cell, and is written all or not at all.
//!
//! [`sheet`] writes and reads it (pure), [`preview`] says what would become of each cell (pure), and
//! [`commands`] keep a file until it is written through the one way grades are entered.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod preview;
pub mod refusals;
pub mod sheet;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

//! Many people at once, from a spreadsheet as it really comes (R25, R26).
//!
//! A file arrives ([`commands::upload`]), a person decides what its columns are, every row is
//! looked at and nothing is changed ([`commands::check`]), and then all of it is written in one
//! transaction or nothing is ([`commands::write`]). The person gets their own file back with the
//! cells in error marked ([`workbook`]). How a file is read within bounds is the crate `sheets`.

mod authorised;
pub mod checks;
pub mod commands;
pub mod entity;
mod forecast;
mod known_people;
pub mod policy;
mod preview;
mod queries;
pub mod rules;
mod template;
mod views;
mod web;
mod workbook;
pub mod worker;

pub use crate::lists::{carry, columns, file, reading};
pub use views::samples;
pub use web::routes;

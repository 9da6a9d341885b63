//! Certificates issued together (R57): one press names the people, a worker issues one after the
//! other, and a page shows how far it is.
//!
//! A batch consists of rows: each names a person, their position, and what became of their turn. The
//! worker keeps no state of its own: one transaction writes a certificate and the row that says so. A
//! stop at any moment leaves each person either done or waiting, and the next worker goes on.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod queries;
pub mod views;
mod web;
pub mod worker;

pub use web::routes;

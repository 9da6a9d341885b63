//! Certificates issued together (R57): one press names the people, a worker issues one after the
//! other, and a page shows how far it is.
//!
//! A batch is rows: who was asked for, in which order, and what became of each. The worker keeps
//! nothing of its own: a person's certificate and the row that says so are one transaction, so that a
//! stop at any moment leaves everybody either done or waiting, and whoever starts next goes on.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod queries;
pub mod views;
mod web;
pub mod worker;

pub use web::routes;

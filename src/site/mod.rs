//! The product's own addresses that belong to no capability: files, health, refusals.

mod web;

pub use web::routes;

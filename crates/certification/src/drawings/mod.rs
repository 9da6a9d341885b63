//! Drawn signatures, which templates put above a signer's name.
//!
//! A drawing is remade by `scans` and kept in the database under its digest, for ever: a certificate
//! names it by that digest, and is made again from it years later. It proves nothing; what proves a
//! certificate is its verification.

pub mod commands;
pub mod entity;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

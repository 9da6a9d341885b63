//! Images of drawn signatures, which templates put above a signer's name.
//!
//! The crate `scans` remakes an uploaded image, and the database keeps it for ever under its digest: a
//! certificate names the image by that digest and may be rendered from it years later. The image proves
//! nothing; the verification of the certificate does.

pub mod commands;
pub mod entity;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

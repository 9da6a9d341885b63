//! How a test did (R47): how people did on it, whether its questions measure one thing, and what each
//! question and each of its options tells. What is too few is hidden by `measures`, by its type.

mod figures;
mod queries;
pub mod views;
mod web;

pub use views::samples;
pub use web::routes;

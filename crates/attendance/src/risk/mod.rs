//! Whose attendance falls below the minimum, told while it can still be mended (R43): a letter to
//! the person and one to the coordination, and a page of who is at risk.
//!
//! What was noticed is kept (`risk_notice`) in the transaction of its letters, so that nobody is
//! told twice, whatever stops. [`rules`] says what is news.

pub mod entity;
pub mod letters;
pub mod queries;
pub mod rules;
pub mod views;
mod web;
pub mod worker;

pub use web::routes;

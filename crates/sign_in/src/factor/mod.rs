//! The second factor: setting it up, answering with a code, recovery codes on paper. What others need of
//! it is `sign_in_model::factor`.

pub use sign_in_model::factor::*;

pub mod checks;
pub mod commands;
pub mod queries;
pub mod recovery;
pub mod refusals;
pub mod totp;
pub mod views;
pub mod web;

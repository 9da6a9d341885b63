//! A report by mail, each month or each quarter (R64). Before every letter it is asked again whether its
//! receiver may still read the report; who may not gets no letter and no later one.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod letters;
pub mod policy;
mod queries;
pub mod rules;
mod sending;
mod views;
mod web;

pub use sending::{round, worker};
pub use views::samples;
pub use web::routes;

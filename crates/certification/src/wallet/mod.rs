//! A person's certificates over the years: with an account, or by a letter's link for whoever has
//! none any more; and what of them is shared with others.
//!
//! Whoever claims by document and mail gets the same answer always: what was typed is only written
//! down ([`commands::ask`]), and a worker looks it up afterwards ([`commands::answer_all`]). The link
//! of its letter lives for two days. A shared address shows no document number and tells what is true
//! on the day it is opened.

pub mod checks;
pub mod commands;
pub mod entity;
pub mod letters;
pub mod policy;
pub mod profile;
mod queries;
pub mod refusals;
pub mod rules;
pub mod ties;
pub mod views;
mod web;
pub mod worker;

pub use views::samples;
pub use web::{Claims, routes};

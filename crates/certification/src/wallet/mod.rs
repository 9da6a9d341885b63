//! A person's certificates over the years, opened by an account or, without one, by the link of a
//! letter; and the addresses by which the person shares them with others.
//!
//! A claim by document and mail always gets the same answer: the request only stores what was typed
//! ([`commands::ask`]), and a worker looks it up afterwards ([`commands::answer_all`]). The link
//! of its letter lives for two days. A shared address shows no document number and tells what is true
//! on the day it is opened.

pub mod checks;
mod closing;
pub mod commands;
pub mod entity;
pub mod letters;
pub mod person_references;
pub mod policy;
pub mod profile;
mod queries;
pub mod refusals;
pub mod rules;
pub mod views;
mod web;
pub mod worker;

pub use closing::subscribers;
pub use views::samples;
pub use web::routes;

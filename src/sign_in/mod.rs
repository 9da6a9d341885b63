//! Accounts, web sessions, roles with their scope, and the `Actor` that every policy reads.
//!
//! Other capabilities use [`actor::Actor`], [`desk::Desk`] and the commands that create
//! accounts; who may do what is decided in each capability's own `policy.rs`.

pub mod actor;
pub mod commands;
pub mod desk;
pub mod entity;
pub mod housekeeping;
pub mod letters;
mod newcomers;
pub mod passwords;
pub mod permits;
pub mod policy;
pub mod queries;
pub mod rules;
pub mod sessions;
pub mod views;
mod web;

pub use letters::letters;
pub use newcomers::{FORMS, Newcomers};
pub use policy::permissions;
pub use views::samples;
pub use web::routes;

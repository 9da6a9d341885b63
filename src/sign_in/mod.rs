//! Accounts, web sessions, roles with their scope, and the `Actor` that every policy reads.
//!
//! Other capabilities use [`actor::Actor`], [`desk::Desk`], the commands that create accounts, and
//! [`evidence`] for the files that signed-in people bring; who may do what is decided in each
//! capability's own `policy.rs`.

pub mod actor;
pub mod audiences;
mod capability;
mod cards;
pub mod commands;
pub mod desk;
pub mod entity;
pub mod evidence;
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

pub use capability::CAPABILITY;
pub use newcomers::{FORMS, Newcomers};

//! The catalogue: courses, their versions, and the capacities that each version builds.
//!
//! Other capabilities use [`queries::published_versions`], [`rules::ends_in_constancia`], the words of
//! [`labels`] and what a certificate asks for, [`extras::Extras`].

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod extras;
pub mod labels;
pub mod policy;
pub mod queries;
pub mod reference;
pub mod rules;
pub mod views;
mod web;

pub use capability::CAPABILITY;

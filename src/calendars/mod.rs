//! Everybody's own calendar: the sessions they attend and those they teach, at a private address
//! that calendar programs follow.
//!
//! Whoever has the address reads when and where its owner meets, and nothing else; the owner can
//! change or close it at any time.

mod capability;
mod cards;
pub mod commands;
pub mod entity;
pub mod policy;
mod queries;
pub mod views;
mod web;

pub use capability::CAPABILITY;

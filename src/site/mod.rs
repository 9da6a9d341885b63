//! The product's own addresses that belong to no capability: files, health, refusals.

mod capability;
mod cards;
pub mod catchers;
mod offline;
pub mod views;
mod web;

pub use capability::CAPABILITY;

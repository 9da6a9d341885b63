//! What a municipality must be able to do, and the official indicators that measure it.

mod capability;
mod cards;
pub mod entity;
pub mod framework;
pub mod labels;
pub mod queries;
pub mod reference;
pub mod views;
mod web;

pub use capability::CAPABILITY;

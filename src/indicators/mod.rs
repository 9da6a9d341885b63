//! What the official indices say of each municipality, by year, source and comparison group (R3).
//! Values come in files of their publishers and are never invented here.

mod capability;
mod cards;
pub mod checks;
pub mod columns;
pub mod commands;
pub mod entity;
pub mod figures;
pub mod outlook;
pub mod peers;
pub mod policy;
pub mod queries;
pub mod reading;
pub mod refusals;
pub mod rules;
pub mod views;
mod web;
mod words;

pub use capability::CAPABILITY;

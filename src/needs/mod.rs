//! Demand and offer (R5, R6): what municipalities ask for, the cohorts that answer it, and what is left.
//!
//! A need says how many people of a municipality, for which capacity, by when. [`queries`] derives what
//! became of it from its matches and the certificates of their cohorts: there is no state to keep.

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod demand;
pub mod entity;
mod labels;
pub mod letters;
pub mod policy;
pub mod proposal;
pub mod queries;
pub mod rules;
mod sheet;
mod views;
mod web;

pub use capability::CAPABILITY;

//! The bank of questions (R45): written by capacity and difficulty, published once and never
//! changed, corrected by a next version.
//!
//! Tests take from here what may be drawn ([`queries::drawable`], [`queries::pool`]) and what a
//! version asks ([`queries::versions`]); [`asked`] shows it to whoever answers.

pub mod asked;
mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod exchange;
pub mod forms;
pub mod key;
mod known;
pub mod labels;
pub mod policy;
pub mod queries;
mod results;
pub mod rules;
pub mod views;
mod web;

pub use capability::CAPABILITY;

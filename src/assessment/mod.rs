//! What people learnt: graded activities, grades, the final one, and the gain of a cohort.
//!
//! Later capabilities read [`queries::final_grades`] and [`queries::cohort_gain`]; the demo
//! programme writes through [`commands`].

pub mod appeals;
pub mod bank;
pub mod book;
mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod exam;
pub mod labels;
pub mod policy;
pub mod products;
pub mod queries;
pub mod reopening;
pub mod rules;
pub mod tasks;
pub mod views;
mod web;

pub use capability::CAPABILITY;

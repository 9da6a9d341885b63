//! The offering: cohorts, the municipalities they are for, their sessions and seats.
//!
//! Later capabilities use [`policy::scope`] to see only their actor's cohorts,
//! [`queries::find`] and [`queries::session`] to reach one, [`rules`] for what each stage
//! allows, and [`commands`] to change anything here. What happens inside a cohort (attendance,
//! grades, surveys) begins with [`queries::cohort_head`] and asks [`policy::works_on`].

pub mod audience;
pub mod calendar;
mod capability;
mod cards;
pub mod checks;
pub mod clashes;
pub mod commands;
pub mod counting;
pub mod demand;
pub mod entity;
pub mod keepers;
pub mod labels;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod rules;
pub mod saving;
pub mod scale;
pub mod schedule;
pub mod views;
mod web;

pub use capability::CAPABILITY;

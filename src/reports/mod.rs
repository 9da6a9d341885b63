//! The department's attendance report: one set of figures, written three ways that agree
//! cell by cell (page, XLSX, CSV, PDF), and what a municipality holds of each capacity.
//!
//! [`queries`] reads raw facts in a bounded number of statements, [`figures`] computes from
//! them once, [`sheets`] gives every figure its typed cell; pages and files only write.

pub mod asof;
pub mod board;
mod capability;
mod cards;
pub mod cuts;
pub mod executive;
pub mod figures;
mod files;
pub mod gains;
pub mod mailing;
pub mod municipalities;
pub mod open;
pub mod paper;
pub mod policy;
pub mod priorities;
pub mod queries;
pub mod results;
pub mod rules;
pub mod samples;
pub mod sheets;
pub mod sql;
pub mod tallies;
pub mod views;
mod web;

pub use capability::CAPABILITY;

//! The ground every capability stands on: database, clock, forms, pages, errors, headers.
//!
//! Nothing here knows a word of the domain; if a sentence needs «cohort» or
//! «certificate» to be understood, its code belongs in a capability.

pub mod entity;
pub mod fields;
pub mod holidays;
pub mod ids;
pub mod search;

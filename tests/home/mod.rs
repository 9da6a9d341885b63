//! The first page of each role: numbers that are right and lists that open.

mod cohorts;
mod digest;
mod menu;
mod roles;
mod today;
mod tour;
mod worklists;

//! The first page of each role: numbers that are right and lists that open.

mod digest;
mod roles;
mod today;
mod tour;
mod worklists;

//! From what is needed to a cohort: near municipalities, a venue, seats, as an account that a coordinator
//! changes. It decides nothing and keeps nothing: all of it is in the address, and the builder makes the
//! draft.

mod queries;
pub mod rules;
pub mod views;
pub mod web;

//! The directory of entities: the list, those that registrants and participants typed, which the coordination
//! accepts before others are offered them, and each one's page, where it is corrected and merged.
//!
//! `territory` keeps them and has no pages; who names them (people, needs, enrolments) follows a merge.

mod capability;
mod cards;
mod commands;
mod queries;
mod rules;
mod story;
mod views;
mod web;

pub use self::capability::CAPABILITY;

//! What learners ask about their attendance (R41): a correction of what was recorded, or an excuse
//! for a session to come; and what the coordination decides. Every request and decision is kept.
//!
//! [`rules`] says what may be asked until when, [`commands`] keep and decide, and
//! `attendance::marks` writes what was granted. An excuse granted before the session's day waits
//! for it: whoever passes the list sees it ([`queries::excused`]) and the closing applies it
//! ([`commands::apply_excuses`]). What a withdrawn request showed goes after a month ([`worker`]).

pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod letters;
pub mod policy;
pub mod queries;
pub use attendance_model::requests::rules;
pub mod views;
mod web;
pub mod worker;

pub use web::routes;

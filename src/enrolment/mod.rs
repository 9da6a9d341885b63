//! A person's place in a cohort: asking, waiting, being confirmed, withdrawing.
//!
//! Seats are counted and given under the lock of the cohort's row ([`commands`]), so that two
//! requests for the last seat give exactly one confirmation (R18); who may take which seat is in
//! [`seating`] (R19, R20). Pages about persons are
//! here too ([`persons`]): who may see a person depends on their enrolments; and the public
//! catalogue ([`offer`]), which says how many seats are left.

pub mod attendees;
mod attribution;
mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod eligibility;
pub mod entity;
mod forms;
pub mod import;
pub mod letters;
pub mod links;
mod nomination;
mod offer;
pub mod offers;
mod persons;
pub mod policy;
pub mod queries;
pub mod quorum;
pub mod reminders;
pub mod rules;
pub mod seating;
pub mod views;
mod web;
pub mod worker;

pub use capability::CAPABILITY;
pub use forms::{document_types, read_document};
pub use persons::to_review as persons_to_review;

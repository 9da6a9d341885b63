//! What others may use of `enrolment`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/enrolment`.

pub mod acceptance;
pub mod attendees;
pub mod bringing;
pub mod commands;
pub mod eligibility;
mod employer_form;
pub mod employers;
pub mod entity;
pub mod forms;
pub mod letters;
pub mod links;
pub mod lists;
pub mod persons;
pub mod policy;
pub mod queries;
pub mod quorum;
pub mod registrations;
pub mod roster;
pub mod rulebook;
pub mod rules;
pub mod seat_offers;
pub mod seating;

pub use forms::read_document;
pub use persons::to_review as persons_to_review;

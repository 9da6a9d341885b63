//! What people think of a course and what they apply months after: surveys (R49, R50).
//!
//! A **satisfaction** survey is anonymous by construction. A person's ticket (`survey_ticket`: used,
//! yes or no) is exchanged for a ballot, 128 random bits of which only the digest is kept
//! (`survey_ballots`); the ballot is handed in with the answers, which go into the round's box
//! (`survey_sheets`), one row without time, account or order. The ticket and the answers never
//! share a transaction, and neither history nor mail knows of either. Results are told when the round
//! is over, so that nobody subtracts what was before from what is after, and from five answers on.
//! What this cannot hide: from whoever copies the database again and again, that between two copies one
//! ticket was used and one sheet came; and from whoever reads the files of the database itself, what a
//! box held before its last sheet, until the database has cleaned its pages.
//!
//! A **follow-up** is somebody's: it goes to the person wherever they work by then, by a link that
//! needs no password and expires, and to their supervisor when the person says so.
//!
//! A cohort's rule may ask for the survey (R51): certification then reads [`queries::asking`], whether
//! a ticket was used, and those who issue certificates see that much; of the answers nobody reads more.

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod lessons;
pub mod letters;
pub mod opinions;
pub mod policy;
pub mod queries;
pub mod questionnaire;
pub mod reading;
pub mod reference;
pub mod results;
pub mod rules;
pub mod ties;
pub mod views;
mod web;
pub mod worker;

pub use capability::CAPABILITY;

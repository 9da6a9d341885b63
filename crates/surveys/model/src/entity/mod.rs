//! The tables of surveys: one file a table, named as the table.

pub mod survey_ballots;
pub mod survey_invitation;
pub mod survey_link;
pub mod survey_round;
pub mod survey_sheets;
pub mod survey_ticket;
pub mod survey_version;

//! Formación Territorial: the map of the house.
//!
//! One word per capability, the same word in `src/`, `templates/pages/`, `templates/emails/`
//! and `tests/`. Arrows run one way, in the order of the list below: a later capability may
//! use an earlier one, never the reverse (`tests/house/arrows.rs` reads the `use` lines).
//!
//! | module | what it is about |
//! |---|---|
//! | [`platform`] | no domain word: database, pages, forms, errors, clock |
//! | [`history`] | who did what, when |
//! | [`notices`] | outbox and mail |
//! | [`sign_in`] | accounts, web sessions, roles, the Actor |
//! | [`mailroom`] | the outbox seen by people, the demo's mailbox |
//! | [`territory`] | departments, municipalities, entities, territorial units |
//! | [`accounts`] | the pages where accounts are administered |
//! | [`people`] | persons, documents, posts |
//! | [`capability`] | the form of what every capability declares to [`assembly`] |
//! | [`capacities`] | what a municipality must be able to do |
//! | [`indicators`] | official values of a municipality, by year and source |
//! | [`courses`] | catalogue and versions |
//! | [`cohorts`] | offerings, stages, sessions, seats |
//! | [`enrolment`] | a person's place in a cohort |
//! | [`announcements`] | what people are told when a cohort changes |
//! | [`calendars`] | everybody's own calendar, at a private address |
//! | [`attendance`] | marks and roll-calls |
//! | [`assessment`] | activities, grades, gain, the bank of questions |
//! | [`surveys`] | what people think of a course, and what they apply months after |
//! | [`certification`] | rule, issue, verify, revoke |
//! | [`ledger`] | installed capacity: who is certified and still in post, on any day |
//! | [`needs`] | demand and offer: what municipalities ask for, and what became of it |
//! | [`reports`] | the department's attendance report |
//! | [`home`] | what needs doing now, per role |
//! | [`site`] | addresses of no capability: files, health, error pages |
//! | [`demo`] | the demo programme, replayed through commands |
//! | [`generator`] | a country of made-up people, to measure with |
#![recursion_limit = "512"]

pub mod accounts;
pub mod announcements;
pub mod assembly;
pub mod assessment;
pub mod attendance;
pub mod calendars;
pub mod capability;
pub mod capacities;
pub mod certification;
pub mod cohorts;
pub mod courses;
pub mod demo;
pub mod doctor;
pub mod enrolment;
pub mod generator;
pub mod history;
pub mod home;
pub mod indicators;
pub mod ledger;
pub mod mailroom;
pub mod needs;
pub mod notices;
pub mod people;
pub mod platform;
pub mod reports;
pub mod sign_in;
pub mod site;
pub mod surveys;
pub mod territory;

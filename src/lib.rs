//! Formación Territorial: the map of the house, and the program put together.
//!
//! One word per capability, the same word in `crates/`, `templates/pages/`, `templates/emails/` and
//! `tests/`. A capability is one or two crates: `crates/<word>/model` holds what others may use of
//! it, `crates/<word>` the rest, which nobody else sees. Models form a tower in the order of the list
//! below; the compiler holds the arrows, because a crate sees only the crates that it names.
//!
//! This crate puts them together ([`assembly`]) and shows each word once, so that tests and benches
//! say `formacion::enrolment` for both of its crates.
//!
//! | word | what it is about |
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
//! | [`entities`] | the directory of entities: corrected, and two that are one |
//! | [`announcements`] | what people are told when a cohort changes |
//! | [`calendars`] | everybody's own calendar, at a private address |
//! | [`attendance`] | marks and roll-calls |
//! | [`assessment`] | what people learnt: the bank of questions, tests ([`assessment::exam`]), grading |
//! | [`surveys`] | what people think of a course, and what they apply months after |
//! | [`lessons`] | what a course learnt from those who applied it |
//! | [`certification`] | rule, issue, verify, revoke |
//! | [`ledger`] | installed capacity: who is certified and still in post, on any day |
//! | [`needs`] | demand and offer: what municipalities ask for, and what became of it |
//! | [`reports`] | reports of a department and its municipalities; executive reports and boards |
//! | [`home`] | what needs doing now, per role |
//! | [`site`] | addresses of no capability: files, health, error pages |
//! | [`demo`] | the demo programme, replayed through commands |
//! | [`generator`] | a country of made-up people, to measure with |

pub mod assembly;
pub mod doctor;
pub mod embedded;
pub mod site;

pub use ::{
    accounts, announcements, attendance, calendars, capability, capacities, certification, cohorts,
    courses, demo, enrolment, entities, generator, home, indicators, ledger, lessons, mailroom,
    needs, notices, people, platform, sign_in, surveys, territory,
};
pub use history_model as history;

/// What people learnt: one model, and the crates `bank`, `exams` and `grading`.
pub mod assessment {
    pub use ::{bank, exams as exam};
    pub use grading::*;
}

/// Reports of departments, and in `executive` those of the country.
pub mod reports {
    pub use ::executive::{self, board, mailing, open};
    pub use ::reports::*;
}

//! What people think of a course, and what they apply months after (R49, R50). A satisfaction
//! survey is anonymous by construction. A follow-up is somebody's: it goes to the person wherever
//! they work by then. What they told becomes lessons of the course in `lessons`.
//!
//! ## Words
//!
//! - **Questionnaire**: what a survey asks: at most 15 questions with scales, options or
//!   sentences.
//! - **Version**: a questionnaire as it was published. A correction is the next one.
//! - **Round**: one asking of a cohort, by one version, from a day until another.
//! - **Ticket**: who may answer an anonymous round, and whether they took their ballot: yes or
//!   no.
//! - **Ballot**: 130 random bits, of which only the digest is kept until it is handed in.
//! - **Box**: everything that was answered in a round, in one row, in the order of random keys.
//! - **Invitation**: somebody asked in a follow-up: the person, or their supervisor about them.
//!
//! ## Rules
//!
//! - The ticket and the answers never share a transaction, and no history, letter, time or order
//!   connects them. `tests/surveys/anonymous` reads every table before and after, and tries to
//!   join.
//! - Results are told when the round is over, so that nobody subtracts what was before from what
//!   is after, and from five answers on; those of a follow-up by municipality, as reports add them
//!   up (R81).
//! - Those who work on the cohort read figures; what people wrote is for the coordination alone.
//! - A satisfaction round opens the day after the cohort ends, or with its closing, and lasts 21
//!   days. Follow-ups come three and six months after the end and last 30.
//! - A round that was not opened within 30 days of its date is not opened any more.
//! - An invitation gets one letter and two reminders, a week apart, each with its own address. A
//!   supervisor is asked only when the person gives their mail and leave.
//! - A published version never changes. A draft that loses a question which results are compared
//!   by is refused.
//! - A certificate may ask for the survey (R51): certification reads whether a ticket was used,
//!   and nothing else.
//! - What this cannot hide: whoever copies the database again and again sees that between two
//!   copies one ticket was used and one sheet came. SQLite overwrites what it deletes, and its log
//!   keeps what a box held before its last sheet until the next checkpoint; PostgreSQL keeps dead
//!   rows until vacuum (ADR 15).
//!
//! ## A walk: a course is judged, and nobody knows by whom
//!
//! `POST /inscripciones/<enrolment>/encuesta`, then `POST /papeletas/<token>`:
//!
//! 1. A worker opens the round when the cohort has ended (`rules::is_due`, pure). Under the
//!    cohort's lock it writes a ticket for every confirmed enrolment, an empty list of ballots
//!    and an empty box, and queues the letters.
//! 2. The person's ticket is exchanged for a ballot (`commands::take`): `is_used` becomes true,
//!    without a time, and the digest of the ballot is put among the round's. There is no history
//!    row.
//! 3. Whoever holds the ballot hands it in, signed in or not (`commands::submit`). In another
//!    transaction its digest goes and the answers come into the box, which is written whole in
//!    the order of its random keys.
//! 4. Results are told when the round is over, and of five answers or more (`measures`).
//!    Sentences stand in the order of the alphabet, which says nothing of who wrote first.
//! 5. A follow-up is the contrary: it is somebody's. Three and six months after the end a letter
//!    goes to the person where they are by then, with an address that needs no password
//!    (`survey_link` keeps its digest). What they answer is kept with the post that they hold on
//!    that day.

pub use surveys_model::*;

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod labels;
pub mod letters;
pub mod person_references;
pub mod policy;
pub mod reading;
pub mod reference;
pub mod results;
pub mod views;
mod web;
pub mod worker;

pub use self::capability::CAPABILITY;

//! The offering: cohorts, the municipalities they are for, their sessions and seats. A cohort is
//! one offering of a course version by a territorial unit; it copies the version's rule when it
//! is made and freezes it when it starts, so that the rule never changes under the people in it.
//!
//! ## Words
//!
//! - **Cohort**: one offering, with dates, seats, municipalities, a rule, and a public code.
//! - **Stage**: draft, tentative, confirmed, running, closed, or cancelled.
//! - **Session**: one meeting: planned, held, closed, or cancelled. It has hours, a facilitator,
//!   and a venue or a link.
//! - **Rule**: minimum attendance, pass mark, minimum hours, and how attendance counts.
//! - **Scale**: what the cohort grades on: 0 to 5,0 or 0 to 100.
//! - **Minimum activities**: method and knowledge are planned in words before publishing and
//!   shown with evidence before closing (R10).
//! - **Quorum**: the fewest people, and the day on which that is looked at (R15).
//! - **Clash**: what a planned session meets: a facilitator who teaches elsewhere, a room that is
//!   taken, a municipality with another session.
//! - **Room**: what a place names: its words without its municipality, and that municipality, or those
//!   of the cohort where it names none.
//! - **Venue**: a hall or room of a municipality, which a place names; taken once at a time (R12).
//! - **Session change**: a note of what happened to a session and of what was true before it.
//! - **Situation**: what decides what is to be done in a cohort now (`next`), said by its page and by lists.
//! - **Template**: the pattern of a cohort that a unit keeps under a name.
//!
//! ## Rules
//!
//! - A stage leads only to the next one; until a cohort is closed, it may be cancelled (R9).
//! - A cohort is published with municipalities, sessions, a facilitator for each session and its
//!   minimum activities planned; everything that is missing is listed at once.
//! - It starts on its first day or later, by hand or with the first mark of attendance. From then
//!   on the rule is frozen (R51).
//! - It closes when no session is left to hold, the last one is over, its last day has come and
//!   the minimum activities have their evidence.
//! - Nobody teaches two sessions at once, and a room holds one; adjacent sessions do not meet
//!   (R12). A municipality with another session is only a warning (R13). A session takes no room
//!   where people meet at a distance.
//! - Only a planned session changes. A cancelled one leaves every denominator (R14).
//! - A published cohort notes each change of a session, so that people are told once; nobody has
//!   seen a draft, so nothing is noted of it.
//! - An actor sees the cohorts of their scope and no other: all, those of the unit, those they
//!   teach in, and the published ones of the unit that they direct, of the department or of the
//!   entity's municipality (R60).
//! - A cohort has at most 1,000 seats and 60 sessions.
//! - Free text (reasons, minimum activities) stands beside the row and not in history.
//! - The closing of a cohort tells the change subscribers of cohorts in its transaction.
//!
//! ## What this capability asks of later ones
//!
//! A page of a cohort says how many people a change will be told to, and the builder offers the
//! needs that a draft would answer. This capability declares both questions (`audience`,
//! `demand`); the program puts in the answers of `announcements` and `needs`. The page that
//! closes a cohort is in `certification`, where what is missing is known, and the one that
//! changes seats is in `enrolment`.
//!
//! ## A walk: a cohort is built
//!
//! `POST /cohortes`, whose button says what is wanted; only «Crear borrador» saves:
//!
//! 1. `web/builder` reads the form leniently: the table of sessions travels with it.
//! 2. «Proponer sesiones» asks `schedule`, which is pure. A weekly pattern, the course's hours
//!    and the holidays go in; meetings come out, or why there can be none. «Repetir» asks it for one
//!    row of the table, and «Deshacer» brings back the table that the form remembers.
//! 3. `web/builder/look` asks `queries::booked_sessions` once for everything that has its hour
//!    around them, and `clashes` says what blocks (a person, a room) and what only warns (a municipality).
//! 4. «Crear borrador» calls `commands::create_answering`: one transaction makes the cohort with
//!    its sessions. In it, `commands/hours` locks the municipalities and then the facilitators,
//!    each in the order of their keys, and asks the same question again; whoever wants the same
//!    room waits there. The needs that were chosen are answered in the same transaction.
//! 5. A session that is refused is named by its place in the table, and its control gets the
//!    sentence.

pub use cohorts_model::*;

mod attendance;
mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod queries;
mod sheet;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;

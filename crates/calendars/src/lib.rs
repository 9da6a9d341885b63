//! Everybody's own calendar: the sessions that they attend and those that they teach, at a
//! private address that calendar programs follow. Anybody who has the address reads when and
//! where its owner meets, and nothing else; the owner can change or close it at any time.
//!
//! ## Words
//!
//! - **Calendar address**: the private address of an account's calendar. An account has one at
//!   most.
//! - **Secret**: the part of the address that nobody guesses. It is shown once, and only its
//!   digest is kept.
//! - **Owner**: the account whose sessions stand there: those it teaches, and those of the
//!   cohorts in which its person has a confirmed enrolment.
//! - **Meeting**: a session as calendars keep it: the same name for ever, and a number that rises
//!   when it moves (RFC 5545).
//! - **Feed**: the file that the address answers with. It publishes and asks nobody for an
//!   answer.
//!
//! ## Rules
//!
//! - Only the owner opens, changes and closes their address, whatever their role.
//! - The secret is 256 random bits. The page that makes it shows it; it is in no cookie, no
//!   redirect and no letter.
//! - A new address ends the one before in the same statement.
//! - A suspended account's address answers as one that never was.
//! - Drafts are in nobody's calendar. Cancelled sessions stay in the feed, marked as cancelled,
//!   so that programs strike them out.
//! - The feed reaches half a year back and holds no more than 500 sessions.
//! - Opening the address changes no row.
//! - History tells that an address was opened or closed, and never which.
//!
//! ## A walk: somebody follows their sessions
//!
//! 1. `GET /mi-calendario` says whether there is an address and since when. It cannot show it:
//!    only the digest is there.
//! 2. `POST /mi-calendario` makes one. The policy makes the permit for the actor's own account;
//!    `commands::open` writes the digest of a new secret in the place of the one before and a
//!    line of history. The answer is the page itself, with the whole address on it, once.
//! 3. The person pastes the address into a calendar program, which asks for
//!    `/calendarios/<token>` from then on, signed in nowhere.
//! 4. `queries::owner` finds the account by the digest, unless it is suspended.
//!    `queries::sessions` takes what the account teaches and what its person attends, in two
//!    statements.
//! 5. `cohorts::calendar` turns each session into a meeting with its number, its venue or link,
//!    and the address of its cohort in the catalogue. The number was raised by the change, so a
//!    program that had the old hour takes the new one. The same file stands behind the letters of
//!    `announcements`: both say the same.
//! 6. `POST /mi-calendario/baja` deletes the row, and the address answers like any that never
//!    was.

mod capability;
mod cards;
pub mod commands;
pub mod entity;
pub mod policy;
mod queries;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;

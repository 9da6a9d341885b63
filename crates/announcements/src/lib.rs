//! What people are told when a cohort that they count on changes (R14): the letters, and the loop
//! that gathers changes, so that six sessions moved one by one make one letter. `cohorts` notes
//! the changes in the transaction that makes them; who is told is known here. The invitation to a
//! cohort, a letter to the focal points of its municipalities, is here too, and so is what whoever runs a
//! cohort sees of its letters and writes to its people.
//!
//! ## Words
//!
//! - **Session change**: what `cohorts` noted: a session was added, moved, cancelled or handed to
//!   somebody else, or the cohort was cancelled, with what was true before.
//! - **Outcome**: what became of a session when all its changes are taken together.
//! - **Quiet**: ten minutes without a change, after which people are told.
//! - **Audience**: whom a change would be told to: people with a seat, people who wait,
//!   facilitators, and those whom no letter reaches.
//! - **Calendar file**: the part of a letter that moves or removes sessions in calendar programs.
//! - **Focal point**: the person of an entity who nominates its people.
//! - **Invitation**: the letter that asks focal points to nominate people for a cohort.
//! - **Message**: a letter in the words of whoever runs the cohort, to people of it: all, those at risk, those
//!   absent from a session, or those who were marked in a list.
//!
//! ## Rules
//!
//! - Nobody is told twice: the letters and the note that people were told are one transaction,
//!   under the cohort's lock.
//! - Letters wait until nothing changed for ten minutes, for an hour at most, and not at all when
//!   one of the sessions is within a day.
//! - A session that came and went, that is back where it was, or that is over is nobody's news.
//! - People with a seat hear of their sessions. Those who wait or have an offer hear only of the
//!   cancellation of the cohort.
//! - A facilitator hears of their own sessions. One who hands a session over gets a file that
//!   takes it out of their calendar.
//! - A letter goes to each person alone and holds their own address.
//! - An invitation reaches each focal point at most once a day for a cohort, while the cohort
//!   takes people; whoever runs the cohort sends it.
//! - Whoever does not answer is reminded once: of an offered seat a day before it lapses, of a call three days
//!   before the last day to enrol, while seats are free.
//! - A message goes out once: the same words to the same person on the same day are one letter. What it
//!   does is shown before, and other words or other people are shown again.
//! - Calendars see the new hour at once, at their address in `calendars`, without a letter.
//!
//! ## A walk: a session moves
//!
//! `POST /sesiones/<session>`:
//!
//! 1. The page said beforehand who would be told: `cohorts` declares the question, and `queries`
//!    of this capability counts people with a seat, with and without a mail, those who wait, and
//!    facilitators.
//! 2. `cohorts` locks the cohort, checks the hours of people, rooms and the cohort itself, saves,
//!    raises the session's number for calendars (RFC 5545, SEQUENCE), and notes the change with
//!    what was true before (`session_change`). Nothing is sent.
//! 3. `worker` looks once a minute for cohorts with changes that nobody was told of, the longest
//!    waiting first, and `gather::is_due` (pure) says whether the time has come.
//! 4. It locks the cohort's row, so that two instances take turns and the second finds nothing to
//!    tell. `gather` takes all changes of the cohort together and drops what came back to where
//!    it was.
//! 5. One letter is queued for each person and each facilitator concerned, with the file that
//!    brings their calendar up to date, and the changes are marked as told. The dedupe key names
//!    the last change, so that the same news is never queued again.
//! 6. A letter that cannot be delivered is the outbox's business, and the change stands.

mod capability;
mod cards;
mod gather;
mod group_text;
mod invitation;
mod letters;
mod messages;
mod preview;
mod queries;
pub mod reminders;
pub mod worker;

pub use self::capability::CAPABILITY;

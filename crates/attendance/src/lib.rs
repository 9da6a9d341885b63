//! Attendance: who was there. It keeps marks that are only ever added, and says what they amount
//! to. Marks come from five sides (the roll-call, a telephone without a network, a signed sheet
//! of paper, the code of a room, a request of the learner), and all of them end in `marks`, the
//! only place that writes one.
//!
//! ## Words
//!
//! - **Mark**: what somebody says of a person in a session: present, late, absent, excused or
//!   dispensed, perhaps with minutes. The last one counts; the summary keeps it.
//! - **Roll-call**: a session's list while it is taken, until it is closed.
//! - **Standing**: where a person stands in a session: marked, not recorded, pending, not
//!   applicable.
//! - **Totals**: what a person's sessions add up to under the cohort's rule.
//! - **Device**: a browser that keeps lists of one account for a place without a network.
//! - **Arrival**: a mark as a device sent it, kept whatever became of it.
//! - **Walk-in**: somebody who came without being on the list, until a person says who it is.
//! - **Sheet**: one print of a session's list, remembered row by row, and its scan as proof.
//! - **Code**: six characters that a room shows and that change every fifteen seconds.
//! - **Request**: what a learner asks about their attendance: an excuse or a correction.
//! - **Reopening**: a finished list, or the attendance of a closed cohort, opened again with a reason.
//! - **Late arrival**: somebody whom the coordination says to count since another date than their seat's.
//!
//! ## Rules
//!
//! - Nobody is present by default. A held session without a mark counts as not attended and is
//!   shown as «sin registro» (R33). A list that is being taken is no absence.
//! - What counts, and how much, is the cohort's rule: minutes or whole sessions, excuses and
//!   dispensations in or out of the denominator (R34). Percentages are cut and never rounded.
//! - A session that ended before the person counts does not apply to them (R35): before they had a seat,
//!   or before the date that the coordination gave. Such a date takes back nothing that is recorded
//!   (`since`): it excuses no absence. Cancelled sessions leave every denominator, and one that ended
//!   without a list is neither an absence nor still to come.
//! - Marks are written from the session's day on, while the cohort is confirmed or running. The
//!   first mark starts the cohort, and with it the rule is frozen.
//! - A correction is a new mark that names the one before. Facilitators write until the session
//!   is closed; after that only the coordination does, and reports say so (R40).
//! - Finishing a list passes nobody over in silence: everybody without a mark is named and answered, and
//!   before the session's end it is said that it is complete. For twelve hours it can be opened again.
//! - After a cohort's closing its attendance is opened again with a reason and for some days, by the clock;
//!   marks and requests are decided as before, and certificates review themselves (R84).
//! - Marks of several sessions take their cohorts' locks in the order of cohorts.
//! - Nobody overwrites what somebody else said without having seen it: both stay, and the
//!   coordination decides (R37).
//! - A file that comes with a request may speak of somebody's health: only the person and the
//!   coordination open it.
//! - A person is told once for each level that they fall below the minimum, while it can still be
//!   mended (R43).
//!
//! ## A walk: a mark is made without a network
//!
//! `/campo`, in `field` and `static/campo`:
//!
//! 1. The browser keeps the page and its files by their digests (`field/shell`), and the lists
//!    that `POST /campo/listas` gave it: names and opaque ids of the sessions of these days.
//!    Which lists it was given is written down.
//! 2. A tap is a mark in the browser's storage, with a key, its order, the clock and the mark
//!    that was in sight. It leaves the telephone only when its answer is in hand.
//! 3. `POST /campo/marcas` reserves the batch's key and locks the cohorts in order. It knows
//!    again what arrived before by the marks' own keys, and asks `field/judge`, which is pure: a
//!    mark counts, agrees, was superseded, conflicts, or is for somebody to look at. `marks`
//!    writes what counts; everything that arrived is kept (`field_arrival`) with what was
//!    answered.
//! 4. The answer is written in the same transaction, so that the same batch gets the same bytes
//!    again.
//!
//! ## A second walk: a person checks in by a code
//!
//! `POST /llegada`, in `codes`:
//!
//! 1. `codes/rules` reads what was typed and looks among the person's sessions for the secret
//!    that makes this code in one of five steps of fifteen seconds. `codes/guesses` counts who is
//!    wrong, by person and by session and never by address.
//! 2. A code that none of them makes is explained: another session's, an old one, not opened yet,
//!    another day.
//! 3. `codes/commands/come` takes the cohort's lock and asks everything again: the opening, the
//!    enrolment, and the mark that is there, of this person alone. `marks` writes the mark;
//!    beside it `code_arrival` keeps how they came, with keyed digests that are forgotten after a
//!    month.
//! 4. Where somebody else had said otherwise, nothing is overwritten: the arrival waits in
//!    `field_arrival`, beside what telephones sent, for the coordination.
//!
//! The screen (`/sesiones/<session>/codigo`) is a page without a script that asks to be shown
//! again when its code changes. Secrets stay in `session_code` and are forgotten after two days.
//!
//! ## A third walk: a learner asks for a correction
//!
//! `POST /inscripciones/<enrolment>/asistencia/<session>`, in `requests`:
//!
//! 1. The hour decides what it is (`requests/rules`, pure): an excuse before the session, a
//!    correction from its end until the last day that the cohort gives for one, nothing while the
//!    list is being taken.
//! 2. A file is remade and written before the transaction, as scans of sheets are, and named in
//!    it; what cannot be kept is said beside its field.
//! 3. Under the cohort's lock the same rules are asked again, and the row is written. A partial
//!    unique index keeps one that waits for each person and session. History knows that it was
//!    asked, not why.
//! 4. The coordination decides under the same lock. `requests/rules` says whether a mark is
//!    written through `marks`, stands already, or waits for the session's day; the letter is
//!    queued. An excuse that waits is shown to whoever passes the list and applied by the
//!    closing.
//!
//! `risk` looks at cohorts whose lists rest. `risk/rules` (pure) says what is news about each
//! person; the notice and its letters are written at once, so that nobody is told twice.

pub use attendance_model::*;

mod capability;
mod cards;
pub mod checks;
pub mod codes;
pub mod commands;
pub mod field;
pub mod file;
pub mod late;
mod no_shows;
pub mod paper;
pub mod person_references;
pub mod queries;
pub mod reopening;
pub mod requests;
pub mod risk;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;

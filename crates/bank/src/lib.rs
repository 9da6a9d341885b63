//! The bank of questions (R45): written by capacity and difficulty, published once and never
//! changed, corrected by a next version. It goes out and comes in as GIFT (Moodle and others) and
//! as XLSX. Tests take from it what may be drawn; what a question is, what counts as right and
//! how an answer is read is the crate `questions`. The tables and the rules stand in the model
//! `assessment`, because `exams` needs them.
//!
//! ## Words
//!
//! - **Question**: an entry of the bank with a code, a capacity, a difficulty and perhaps a
//!   course.
//! - **Version**: what a question asks: a draft, or published and frozen with the digest of its
//!   body.
//! - **State**: draft, published, or retired. A retired question is in no new test.
//! - **Kind**: one of eight ways of asking, from one choice among options to a text that a person
//!   reads.
//! - **Note**: what a correction says that it corrects.
//! - **Picture**: an image that the texts of a question may show, by its number. It is never
//!   changed.
//! - **Key**: what is right in a question, line by line, for those who may know it.
//! - **Pool**: what may be drawn: the latest published versions of questions in use.
//! - **Preview**: what would become of the questions of a file: new, corrected, or nothing.
//!
//! ## Rules
//!
//! - A published version never changes: people answered it. A correction is the next version, and
//!   one draft of a question exists at a time.
//! - A question that cannot be asked is never kept: only a checked draft becomes a question, also
//!   when it is read from the database.
//! - Whoever corrects a published question says what it corrects, and is refused if the question
//!   changed since the form was made.
//! - A text names only pictures of its own question, and each of them says what is seen on it.
//! - Codes such as `P-12` are given by the bank; one typed by a person may not look like them.
//! - A file is imported as drafts, whole or not at all, by whoever looked at it. One question
//!   that is wrong does not hide the others, and the file comes back with what is wrong marked in
//!   it.
//! - Coordination and administration write the bank. A facilitator reads what was published for
//!   the capacities of the courses that they teach. Nobody else does: questions hold the answers.
//! - How people did on a version takes each person's first attempt in tests that are over, and
//!   hides what is too few (`measures`).
//!
//! ## A walk: a question is corrected
//!
//! `POST /preguntas/<question>/edicion`:
//!
//! 1. `forms` (pure) reads the fields of its kind into a question, or gives back every sentence
//!    beside its field; a row of a spreadsheet is the same form laid flat (`exchange/sheet`).
//! 2. `commands::save` locks the question, proves that its last version is the one that the form
//!    was made of, and asks `rules::edit_of`: a draft changes in place, what was published is
//!    followed by a next version. A partial unique index keeps one draft of a question.
//! 3. Publishing writes the digest of the body beside it. No command writes a published version,
//!    and `doctor` compares the digests. Tests draw the latest published one; those who have an
//!    earlier one keep it.
//! 4. Texts reach pages through the platform's Markdown, which turns whatever is no part of the
//!    subset into text before any HTML is written.
//! 5. What was answered stands until somebody decides otherwise, test by test, in `rescoring` of
//!    `exams`. The preview (pure) says who would change and how, and its digest goes into the
//!    form. `rescore` locks the test, its attempts and the cohort, looks again, and does exactly
//!    what was shown or nothing. An answer keeps the decision that it is scored by; `doctor` adds
//!    points up again.

pub use assessment_model::bank::*;

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod exchange;
pub mod forms;
mod results;
mod snapshot;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;

//! Tests: what they ask, each person's attempts on any telephone or on paper, and what those
//! earn. They are drawn for each person from the bank of questions, scored by exact fractions,
//! and scored anew when a question turns out to be wrong. What a question is and how a test is
//! drawn is the crate `questions`; the bank is in `bank`; tables, rules and grades that others
//! need are in the model `assessment`.
//!
//! ## Words
//!
//! - **Test**: what an activity asks for: lines, a window, minutes, attempts, and what the person
//!   sees afterwards.
//! - **Line**: so many questions of a capacity, perhaps of a difficulty, each worth some points.
//! - **Attempt**: one time that somebody answers a test, drawn from its own seed.
//! - **Item**: a question of an attempt, in its place, with the order of its options.
//! - **Print**: a test on paper: forms (the same questions in another order) and a sheet for each
//!   person, with a code.
//! - **Rescoring**: the decision that a question's answers earn something else from now on.
//! - **Pool**: what the bank lets a test draw: the latest published versions of questions in use.
//!
//! ## Rules
//!
//! - Points are earned in millionths and rounded once, into the grade.
//! - From the first attempt or print on, a test is frozen; only its window grows.
//! - The server's clock decides. What was saved when the time ended is handed in and counts.
//! - Answers are append-only, and the last one counts. An answer that the page had not seen is
//!   never overwritten.
//! - An open answer without a text earns nothing; one with a text waits for somebody who reads
//!   it.
//! - Only the person answers their attempt. Nobody enters their own sheet, and whoever learns in
//!   the cohort reads no key.
//! - Figures of a test take each person's first attempt and hide what is too few (`measures`).
//! - What was answered stands until somebody decides otherwise, test by test (R45). A rescoring
//!   does exactly what was shown, or nothing: `rescoring` compares the digest of what was shown
//!   with what would happen now, under the locks of the test, its attempts and the cohort.
//!
//! ## A walk: a person answers a test
//!
//! `POST /pruebas/<exam>/preguntas/<position>`:
//!
//! 1. The attempt began with a draw: `start` locks the test's row, takes a seed, lets `questions`
//!    choose among what the bank has published, and keeps the questions and the order of their
//!    options (`attempt_item`).
//! 2. One statement finds the question within the person's own attempt, and `questions` reads
//!    what was typed; what cannot be read is said beside its field, and nothing is lost.
//! 3. `answer` locks the attempt's row and nothing else, asks the rules whether the clock still
//!    takes answers, and appends (`attempt_answer`). The page carried the sequence that it
//!    showed: when another window saved one meanwhile, both are shown and the person chooses.
//! 4. Handing in, or the worker when time is over (`expire`), scores what is there, and
//!    `assessment` writes the activity's grade under the cohort's lock. Open answers wait.
//! 5. The gain of each capacity compares the first and the last test over paired people, with
//!    figures that hide groups that are too small.
//!
//! ## A second walk: a test is answered on paper
//!
//! `POST /actividades/<activity>/prueba/papel`, then `POST` of each sheet, in `paper`:
//!
//! 1. `paper/commands/print` draws once from a seed that it keeps, freezes the test, and gives
//!    every confirmed person a sheet with a code and a form; neighbours on the list get other
//!    forms. `paper/pdf` makes the booklet, the sheets and the key of the same rows, so that a
//!    reprint has the same bytes.
//! 2. Whoever types a sheet writes one field for each question; `paper/rules` (pure) reads `A`,
//!    `AC`, `V`, `4,7` or `1C 2A` into an answer, or says beside the field what is wrong.
//! 3. The sheet becomes an attempt with the answers in its own rows and ends as any other does:
//!    grades, gains and figures know nothing of paper.
//! 4. A second entry is refused; a correction keeps what was typed first, with its reason.

pub use assessment_model::exam::*;

pub mod answer_words;
mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod paper;
pub mod policy;
pub mod queries;
pub mod rescoring;
pub mod statistics;
pub mod views;
mod web;
pub mod worker;

pub use self::capability::CAPABILITY;

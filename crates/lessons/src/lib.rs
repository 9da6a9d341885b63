//! Lessons of a course: what its people told of their work months after, in the words of the
//! coordination, for whoever gives the course next (R50).
//!
//! ## Words
//!
//! - **Lesson**: what those who give the course next should know: something that was applied, what
//!   stood in the way, or what the course should do otherwise. It names nobody and says of which
//!   cohort it comes.
//! - **Sentence**: what somebody wrote in a follow-up of `surveys`. It is no lesson yet.
//! - **Withdrawal**: the end of a lesson. Its row stays, and no page shows it.
//!
//! ## Rules
//!
//! - The coordination of a cohort alone reads what its people wrote, so it alone writes lessons
//!   from it and withdraws them.
//! - Those who build cohorts and teach them read the lessons of every course.
//! - Only sentences of follow-ups that are over are shown, in the order of the alphabet.
//! - What people wrote is never part of an address: a sentence arrives in a form.
//! - A lesson is never changed: who wants to say it otherwise withdraws it and writes another.
//!
//! ## A walk: a sentence becomes a lesson
//!
//! 1. `GET /cohortes/<cohort>/lecciones` shows what was written in the cohort's follow-ups, question
//!    by question (`queries::written`), and the lessons that came of it.
//! 2. `POST` to the same address with `revisar=si` puts a sentence into the form. Nothing is kept:
//!    the coordination rewrites it in its own words.
//! 3. The next `POST` keeps the lesson for the cohort's course (`commands::write`), with a line of
//!    history that holds its kind and not its text.
//! 4. `GET /cursos/<course>/lecciones` shows the lessons of all the course's cohorts by kind.
//! 5. `POST /lecciones/<lesson>/retiro` takes it from both pages.

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod entity;
pub mod labels;
pub mod policy;
pub mod queries;
mod views;
mod web;

pub use self::capability::CAPABILITY;

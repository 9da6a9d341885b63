//! Demand and offer (R5, R6): what municipalities ask for, the cohorts that answer it, and what
//! is left. A need says how many people of a municipality, for which capacity, by when. What
//! became of it is derived from its matches and from the certificates of their cohorts: there is
//! no state to keep.
//!
//! ## Words
//!
//! - **Need**: so many people of a municipality, for a capacity, by a day, asked for by a public
//!   body.
//! - **Match**: how many people of a need have their seat in a cohort.
//! - **Remainder**: the people of a need without a cohort. It never falls below zero.
//! - **Attended**: people who hold an active certificate of the matched cohort and counted for the
//!   municipality of the need on the day of issue.
//! - **State**: pending, matched, attended, or refused.
//! - **Alike**: needs of the same municipality and capacity, neither of them done, whose days are
//!   at most 90 days apart.
//! - **Proposal**: near municipalities, a venue and seats, as an account that a coordinator
//!   changes.
//! - **Refusal of a need**: the coordination says no to what is left, with a reason, once.
//!
//! ## Rules
//!
//! - What was asked stays as it was asked. A need is never changed.
//! - Needs that are alike are shown while one is written, and nothing is merged.
//! - People of a cancelled cohort go back to the remainder. The people who have a cohort keep it
//!   when the rest of the need is refused.
//! - Attendance alone is not what was asked for: a certificate is. Of two needs that wait for the
//!   same people, the first one matched is attended first.
//! - No more people are matched than wait, than the cohort has seats beside the others of the
//!   same capacity, and never fewer than are certified.
//! - Where no published course builds the capacity, the unit's coordination gets one letter.
//! - A focal point, a gobernación and a coordination speak for the municipalities that they
//!   answer for, and whoever directs the unit reads it; only the coordination and the national
//!   administration decide. Foreign and absent needs look alike (R60).
//! - A proposal is pure arithmetic over whole metres. It decides nothing and keeps nothing.
//!
//! ## A walk: what is asked for becomes a cohort
//!
//! `POST /necesidades`, then `GET /necesidades/propuesta`, then `POST /cohortes`:
//!
//! 1. `commands::state_need` waits its turn for the municipality and capacity and shows the needs
//!    that are alike unless whoever writes has seen them. It writes the need, and tells the
//!    unit's coordination where no course builds the capacity.
//! 2. What became of it is no column. `queries` derives it in SQL from the matches, the stages of
//!    their cohorts and their active certificates; `rules` (pure) says what that means. Whoever
//!    matches holds the need's row, so that of two who take the same remainder the second one
//!    counts what the first one took.
//! 3. `proposal` reads the needs that wait and where they are. `proposal/rules` (pure) picks who
//!    is near, the venue whose sum of people and metres is the smallest, and the seats. The
//!    address of the page carries everything, and nothing is kept.
//! 4. The builder of cohorts is filled from an address. It knows no needs: `cohorts` declares two
//!    questions, and the program puts in the answers of `demand`.
//! 5. «Crear borrador» makes the draft and its matches in one transaction, the needs with the
//!    first day first, as many people as wait while there are seats. A need that the cohort is
//!    not for is passed by.

pub use needs_model::*;

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod demand;
pub mod entity;
mod follow_entities;
mod labels;
pub mod letters;
pub mod proposal;
pub mod queries;
mod sheet;
mod views;
mod web;

pub use self::capability::CAPABILITY;

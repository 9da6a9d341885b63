//! What people are told when a cohort they count on changes (R14): the letters, and the loop that
//! gathers changes so that six sessions moved one by one make one letter.
//!
//! The changes themselves are noted by `cohorts` in the transaction that makes them; who is told
//! is known here, after `enrolment`.

mod call;
mod gather;
mod letters;
mod queries;
pub mod worker;

pub use call::{permissions, routes, samples};
pub use queries::audience;

/// Samples of every letter of this capability.
pub fn letter_samples() -> Vec<crate::notices::letters::LetterSample> {
    let mut all = letters::letter_samples();
    all.extend(call::letter_samples());
    all
}

//! What people are told when a cohort they count on changes (R14): the letters, and the loop that
//! gathers changes so that six sessions moved one by one make one letter.
//!
//! The changes themselves are noted by `cohorts` in the transaction that makes them; who is told
//! is known here, after `enrolment`.

mod call;
mod capability;
mod cards;
mod gather;
mod letters;
mod queries;
pub mod worker;

pub use capability::CAPABILITY;

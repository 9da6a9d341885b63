//! What may be told of people's answers and tests (R81). An **atom** is the smallest group that any page
//! or file adds up: the people of one municipality in one cohort, or all answers of a cohort where they
//! are anonymous and have no municipality. Each is told or not by its own number alone, and only those
//! that are told are added up, in whatever report, period, cut or file: so whatever is subtracted from
//! whatever, what is left is whole atoms of five people or more.
//!
//! An atom is told when nothing can be added to it any more, and what it says never changes: of tests
//! when the cohort is closed, as the grades and municipalities were then; of surveys when they are over.
//! `docs/adr/0015-atoms-of-suppression.md` has the reasons.

mod queries;
mod sums;

pub use queries::{ApplicationAtom, LearningAtom, LearningScope, applications, learning};
pub use sums::{ApplicationSums, LearningSums, OpinionSums, ScaleSums};

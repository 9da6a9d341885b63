//! «Calidad percibida»: what those who took a course thought of it.
//!
//! Opinions are anonymous, so that the smallest group is the answers of a cohort. A cohort of fewer than
//! five answers is left out of every sum, and not only of its own row: whatever is subtracted from
//! whatever else, of this report or of another ambit or period, what is left is whole cohorts of five
//! answers or more (P14).

mod facts;
mod figures;
mod words;

pub use facts::{QualityFacts, RoundFact, SheetFact, facts};
pub use figures::{OpinionGroup, QualityFigures, compute};
pub use words::report;

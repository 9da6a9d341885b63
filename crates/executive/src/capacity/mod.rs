//! «Resultados de capacidad»: for each capacity, who was certified, who is still in post, what people
//! gained and what they say that they apply.
//!
//! Gains and applications are added up of atoms (`reports_model::atoms`): the people of a municipality in a
//! cohort, and fewer than five of them are in no sum. What is missing stays missing.

mod brief;
mod facts;
mod figures;
mod retention;
mod words;

pub(crate) use brief::{learnt, still};
pub use facts::{CapacityFacts, Framework, facts};
pub use figures::{CapacityFigures, CapacityTotals, compute};
pub(crate) use words::drawn;
pub use words::report;

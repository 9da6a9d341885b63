//! «Resultados de capacidad»: for each capacity, who was certified, who is still in post, what people
//! gained and what they say that they apply.
//!
//! Gains and applications are added up by version of a course, and one with fewer than five people is in
//! no sum, so that no difference of two capacities speaks of fewer. What is missing stays missing.

mod brief;
mod facts;
mod figures;
mod learning;
mod retention;
mod words;

pub(crate) use brief::{learnt, still};
pub use facts::{CapacityFacts, facts};
pub use figures::{CapacityFigures, CapacityTotals, compute};
pub(crate) use words::drawn;
pub use words::report;

//! The last two parts of a department's report: what was learnt, applied and kept of each capacity, and
//! what people thought of it (R62). [`queries`] reads, [`figures`] counts and hides what would tell
//! of fewer than five people.

pub mod figures;
pub mod queries;

pub use figures::Results;

//! The last two parts of a department's report: what was learnt, applied and kept of each capacity, and
//! what people thought of it (R62). [`queries`] reads, [`figures`] and [`quality`] count, and
//! [`blocks`] says what would tell of fewer than five people.

pub use reports_model::results::*;

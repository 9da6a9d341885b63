//! The table of cuts.

pub use reports_model::cuts::entity::*;

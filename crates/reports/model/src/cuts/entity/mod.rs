//! The table of cuts.

pub mod report_cut;

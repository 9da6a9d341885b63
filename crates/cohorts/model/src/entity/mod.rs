//! The tables of `cohorts`: one file a table, named as the table.

pub mod cohort;
pub mod cohort_municipality;
pub mod session;
pub mod session_change;
pub mod session_venue;
pub mod short_closing;
pub mod venue;

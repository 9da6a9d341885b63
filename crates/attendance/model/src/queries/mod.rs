//! Attendance read for pages and sheets, in a bounded number of statements whatever the
//! size of the cohort. Here, the session that a page is about.

mod grid;
mod written;

pub use grid::{Grid, GridRow, after_closing, grid, totals, totals_of};
pub use written::{
    Current, ToldMark, WrittenMark, corrections, current_mark, current_marks, history, marks,
};

//! Attendance read for pages and sheets, in a bounded number of statements whatever the size of the
//! cohort.

mod grid;
mod written;

pub use grid::{
    AttendanceGridRow, Grid, SessionMarks, after_closing, grid, presences, totals, totals_of,
};
pub use written::{
    CurrentMark, MarkHistoryRow, WrittenMark, corrections, current_mark, current_marks,
    current_marks_of, history, marks, signature,
};

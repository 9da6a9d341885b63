//! Roll-calls, their closing, and the grid of a cohort.

mod close;
mod grid;
mod take;

//! Writing marks and closing sessions.

pub use attendance_model::commands::*;

mod close;

pub use close::{ClosingAnswers, close};

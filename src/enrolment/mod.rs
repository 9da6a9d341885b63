//! A person's place in a cohort: asking, waiting, being confirmed, withdrawing.

pub mod entity;

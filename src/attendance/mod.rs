//! Who was there: marks, their corrections, and the summary that counts.

pub mod entity;

//! The bank of questions (R45): written by capacity and difficulty, published once and never
//! changed, corrected by a next version.
//!
//! Tests take from here what may be drawn ([`queries::drawable`], [`queries::pool`]) and what a
//! version asks ([`queries::versions`]).

pub mod checks;
pub mod entity;
pub mod queries;

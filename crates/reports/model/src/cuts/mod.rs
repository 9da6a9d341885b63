//! Cuts: the report of a month or a quarter, frozen some days after its end and compared with the one
//! before (R62).
//!
//! What is frozen are the figures of municipalities and cohorts, not people: what a cut said stays when
//! a mark is corrected, and nobody's data is kept longer because of it. Page, XLSX, CSV and PDF are made
//! from the frozen figures by the very code that makes the live report (R61).

pub mod compare;
pub mod entity;
pub mod rules;

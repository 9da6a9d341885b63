//! After a certificate was issued, something behind it changes: a mark, a grade, a name, a document
//! (R56). Nothing is revoked by itself and nothing is ignored: a review opens with what was certified
//! and what is true now, and the coordination keeps, replaces or revokes, one by one or many at once.
//!
//! [`facts`] holds the facts behind a certificate; [`rules`] compares them and says how far a change
//! reaches (pure); [`queries`] reads both for a cohort. The leaf opens reviews and decides them.

pub mod entity;
pub mod facts;
pub mod queries;
pub mod rules;

//! After a certificate was issued, something behind it changes: a mark, a grade, a name, a document
//! (R56). Nothing is revoked by itself and nothing is ignored: a review opens with what was certified
//! and what is true now, and the coordination keeps, replaces or revokes, one by one or many at once.
//!
//! [`facts`] says what a certificate stands on; [`rules`] compares and says what a change asks for
//! (pure); [`watch`] reads history and opens reviews; [`commands`] decide.

pub mod entity;
pub mod facts;
pub mod queries;
pub mod rules;

//! Who takes part: persons, their documents, their posts in entities, and their authorisation to
//! process data.

pub mod entity;

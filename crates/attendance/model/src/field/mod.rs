//! Lists on telephones where there is no network (R36, R37, R39): the page that opens without one,
//! what it is given and what it sends, and what people decide about it afterwards.
//!
//! [`wire`] is the interface for marks (`docs/interface/marks.md`), [`judge`] decides about each
//! mark, [`commands`] keep everything that arrives, and `attendance::marks` writes what counts.

pub mod entity;
pub mod policy;

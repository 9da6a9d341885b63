//! The documents' templates: what an administrator writes of each kind, in versions.
//!
//! A published version never changes; the last one is what certificates are issued with from that
//! day, and each keeps the words that it was issued with (`snapshot`). What may be written, and what
//! may not be left out, is said in the crate `documents`; here it is read from a form, kept, shown and
//! published. Whoever issues asks [`queries::in_use`].

pub mod entity;
pub mod queries;

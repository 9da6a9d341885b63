//! Changes of certification: issue, revoke, and keep the rendered document.

mod issue;
mod keep;
mod revoke;

pub(in crate::certification) use issue::{Job, locked, recipient};
pub use keep::keep_document;
pub use revoke::revoke;
pub(in crate::certification) use revoke::revoke_in;

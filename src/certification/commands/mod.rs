//! Changes of certification: issue, revoke, and keep the rendered document.

mod issue;
mod keep;
mod revoke;

pub use issue::{BATCH, IssueOutcome, issue};
pub use keep::keep_document;
pub use revoke::revoke;

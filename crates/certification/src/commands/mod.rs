//! Changes of certification: issue, revoke, and keep the rendered document.

mod close;
mod issue;
mod keep;
mod revoke;
mod seconds;

pub use close::close_cohort;
pub(crate) use issue::{IssueJob, locked, recipient};
pub use keep::keep_document;
pub use revoke::revoke;
pub(crate) use revoke::revoke_in;
pub(crate) use seconds::SecondDecision;

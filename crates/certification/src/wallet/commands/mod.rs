//! Changes: claims with their letters, and what is shared.

mod claims;
mod shares;

pub use claims::{NewClaim, answer_all, ask, forget};
pub use shares::{NewShare, ShareContents, end, share};

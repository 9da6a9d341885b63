//! The platform's prelude and who is asking: what nearly every handler, policy and command names.

pub use platform::prelude::*;

pub use super::actor::{Actor, Author};
pub use super::desk::{Answer, Desk};
pub use super::permits::Denial;

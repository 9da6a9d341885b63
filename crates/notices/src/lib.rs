//! The worker that sends the mail of the outbox. What others use is in `crates/notices/model`.

pub use notices_model::*;

mod capability;
pub mod mail;
pub mod worker;

pub use self::capability::CAPABILITY;

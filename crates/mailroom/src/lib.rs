//! The outbox seen by people: what was sent and what failed, for the national
//! administration, and the mailbox of the demo. Also the page at which the reader of a letter asks for no
//! more of its topic.
//!
//! It stands after `sign_in`, whose desk its pages need, while `notices` stands before it.

mod capability;
mod cards;
pub mod commands;
pub mod policy;
pub mod queries;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;

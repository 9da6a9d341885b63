//! The outbox seen by people: what was sent and what failed, for the national
//! administration, and the mailbox of the demo.
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

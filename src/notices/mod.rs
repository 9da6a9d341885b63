//! Mail: an outbox written in the transaction that causes it, sent afterwards by a worker.
//!
//! Other capabilities write a [`letters::Letter`] and call [`commands::queue`].

pub mod calendar;
mod capability;
pub mod commands;
pub mod entity;
pub mod letters;
pub mod mail;
pub mod rules;
pub mod worker;

pub use capability::CAPABILITY;

//! Mail: an outbox written in the transaction that causes it, sent afterwards by a worker.
//!
//! Other capabilities write a `letters::Letter` and call `commands::queue`. The worker that sends is in
//! `crates/notices`; the pages of the outbox are in `crates/mailroom`.

pub mod calendar;
pub mod commands;
pub mod departure;
pub mod entity;
pub mod letters;
pub mod queries;
pub mod rules;

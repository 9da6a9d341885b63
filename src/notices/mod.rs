//! What people are told: the outbox that commands write to, and the sender that empties it.

pub mod entity;

//! Who did what, when: the append-only record that every command writes in its own transaction.

pub mod commands;
pub mod entity;

//! How questions and people did: by hand, by properties, and against an independent computation in
//! Python's standard library.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod by_hand;
mod dice;
mod hiding;
mod judge;
mod questions;
mod values;

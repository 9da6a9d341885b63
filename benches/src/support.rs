//! The ground that the tests stand on too.
#![allow(dead_code)]

#[path = "../../documents/tests/alone/mod.rs"]
pub mod alone;
#[path = "../../tests/support/companion.rs"]
pub mod companion;
#[path = "../../tests/support/names.rs"]
mod names;
#[path = "../../tests/support/postgres.rs"]
pub mod postgres;

pub use names::{free_port, slug};

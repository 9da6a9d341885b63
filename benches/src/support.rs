//! What the tests stand on too: the servers that die with this process, and the layout by itself.
#![allow(dead_code)]

#[path = "../../crates/documents/tests/alone/mod.rs"]
pub mod alone;
#[path = "../../tests/support/companion.rs"]
pub mod companion;
#[path = "../../tests/support/names.rs"]
mod names;
#[path = "../../tests/support/postgres.rs"]
pub mod postgres;

/// Where the tests' PostgreSQL may keep its files in memory. Here it never does: a country takes more
/// room than that, and what is measured reads from a disk.
mod memory {
    use std::path::Path;

    pub fn folder() -> Option<&'static Path> {
        None
    }
}

pub use names::{free_port, slug};

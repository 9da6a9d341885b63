//! The ground the tests stand on: throw-away databases, a browser, a mail
//! server, the real binary, and the figures of the promises.
//! Nothing here knows a rule of the product.

// Each part offers more than any one moment of the suite uses.
#![allow(dead_code)]

pub mod answer;
pub mod authenticator;
pub mod browser;
pub mod budget;
pub mod calendar;
pub mod character;
pub mod class;
pub mod companion;
pub mod crowd;
pub mod database;
pub mod exams;
pub mod figures;
pub mod fixtures;
pub mod html;
pub mod judges;
pub mod memory;
mod names;
pub mod pdf;
pub mod people;
pub mod postgres;
pub mod product;
pub mod server;
pub mod signing;
pub mod smtp;
pub mod world;

pub use names::{free_port, slug};

/// Whether the long versions of the promises were asked for (`tests/run --long`).
pub fn long() -> bool {
    std::env::var("FORMACION_LONG").is_ok_and(|value| value == "1")
}

/// Whether pictures of the pages were asked for (`FORMACION_PICTURES=1`): they are for people to look
/// at, and no test compares them.
pub fn pictures() -> bool {
    std::env::var("FORMACION_PICTURES").is_ok_and(|value| value == "1")
}

//! The ground the tests stand on: throw-away databases, a browser, a mail
//! server, the real binary, and the figures of the promises.
//! Nothing here knows a rule of the product.

// Each part offers more than any one moment of the suite uses.
#![allow(dead_code)]

pub mod browser;
pub mod companion;
pub mod crowd;
pub mod database;
pub mod figures;
pub mod fixtures;
pub mod html;
pub mod people;
pub mod postgres;
pub mod product;
pub mod server;
pub mod smtp;
pub mod world;

/// Whether the long versions of the promises were asked for (`tests/run --long`).
pub fn long() -> bool {
    std::env::var("FORMACION_LONG").is_ok_and(|value| value == "1")
}

/// A free port of this machine. Another process may take it before it is
/// used, so whoever asks must be ready to ask again.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("the port's address").port()
}

/// A name made of the letters and digits of `text`, for files and databases.
pub fn slug(text: &str) -> String {
    let letters: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .take(40)
        .collect();
    letters.trim_matches('_').to_owned()
}

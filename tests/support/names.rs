//! Names and ports that nobody else has.

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
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
        .take(40)
        .collect();
    letters.trim_matches('_').to_owned()
}

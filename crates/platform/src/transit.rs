//! Where secrets and personal data may travel: encrypted, or without leaving this machine.

use std::net::IpAddr;

use url::{Host, Url};

/// Whether what is sent to a web address stays unread on its way: over TLS anywhere, in clear to this
/// machine alone.
pub fn is_protected(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.has_host(),
        "http" => is_loopback(url),
        _ => false,
    }
}

/// Whether the address never leaves this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        // Addresses of schemes that browsers do not know keep their numbers as a name.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_clear_stays_on_this_machine() {
        let url = |text: &str| Url::parse(text).expect("an address");
        for safe in ["https://f.co", "http://localhost/a", "http://127.0.0.1:1", "http://[::1]/"] {
            assert!(is_protected(&url(safe)), "{safe}");
        }
        for open in ["http://f.co", "http://192.168.1.20", "http://localhost.f.co", "ftp://f.co"] {
            assert!(!is_protected(&url(open)), "{open}");
        }
        assert!(is_loopback(&url("smtp://127.0.0.1:25")) && !is_loopback(&url("smtp://10.0.0.1")));
    }
}

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

/// Whether what is said to a PostgreSQL server stays unread on its way: the server is on this machine, or
/// its certificate is verified. What `require` encrypts may go to anybody, so it does not count.
pub fn is_protected_database(url: &Url) -> bool {
    let asked =
        |names: &[&str]| url.query_pairs().filter(|(key, _)| names.contains(&key.as_ref())).last();
    let is_verified = asked(&["sslmode", "ssl-mode"])
        .is_some_and(|(_, mode)| matches!(mode.as_ref(), "verify-ca" | "verify-full"));
    let is_here = match asked(&["host", "hostaddr"]) {
        Some((_, host)) => {
            host.starts_with('/') || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        None => {
            !url.has_host()
                || is_loopback(url)
                || url.host_str().is_some_and(|host| host.starts_with("%2F"))
        }
    };
    is_verified || is_here
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

    #[test]
    fn what_is_said_to_a_database_elsewhere_is_encrypted_for_it_alone() {
        let is_protected = |text: &str| {
            is_protected_database(&Url::parse(&format!("postgres://{text}")).expect("an address"))
        };
        for safe in [
            "u:p@127.0.0.1:5432/f",
            "u@localhost/f?sslmode=disable",
            "/f",
            "u@%2Frun%2Fpostgresql/f",
            "/f?host=/run/postgresql",
            "u@10.0.0.5/f?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "u@db.entidad.gov.co/f?ssl-mode=verify-ca",
        ] {
            assert!(is_protected(safe), "{safe}");
        }
        for open in [
            "u@10.0.0.5/f",
            "u@db.entidad.gov.co/f?sslmode=require",
            "u@db.entidad.gov.co/f?sslmode=verify-full&sslmode=disable",
            "u@localhost/f?host=10.0.0.5",
        ] {
            assert!(!is_protected(open), "{open}");
        }
    }
}

//! The addresses of everything that is published. They are written into what is signed, so they never
//! change: a new form of something gets a new address beside the old one.

use credentials::badge::Profile;

/// The address of all keys together, as a JWK set.
pub const KEYS: &str = "/emisor/claves";

/// The issuer's name, as the profile says it.
const NAME: &str = "Escuela Superior de Administración Pública";

pub fn issuer(public_url: &str, demo: bool) -> Profile {
    let name = if demo { format!("{NAME} (demostración, sin validez)") } else { NAME.to_owned() };
    Profile::new(format!("{public_url}/emisor"), name, public_url)
}

pub fn key(public_url: &str, thumbprint: &str) -> String {
    format!("{public_url}{KEYS}/{thumbprint}")
}

pub fn list(public_url: &str, number: i32) -> String {
    format!("{public_url}/emisor/listas/{number}")
}

pub fn achievement(public_url: &str, version: impl std::fmt::Display) -> String {
    format!("{public_url}/emisor/cursos/{version}")
}

pub fn capacity(public_url: &str, code: &str) -> String {
    format!("{public_url}/capacidades/{code}")
}

/// Returns the address of a credential, which lies beneath the page that verifies the certificate.
pub fn credential(verify_url: &str) -> String {
    format!("{verify_url}/credencial")
}

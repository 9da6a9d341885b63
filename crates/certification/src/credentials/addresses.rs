//! The addresses of everything that is published. They are written into what is signed, so they never
//! change: a new form of something gets a new address beside the old one.

use credentials::achievement::{Address, Identifier, Image, Profile};
use platform::config::Controller;

/// The address of all keys together, as a JWK set.
pub const KEYS: &str = "/emisor/claves";

/// The issuer's name, as the profile says it.
const NAME: &str = "Escuela Superior de Administración Pública";

/// Returns the profile of who issues, with what the settings say of the body that answers for it.
pub fn issuer(public_url: &str, controller: Option<&Controller>, demo: bool) -> Profile {
    let mut profile = creator(public_url, demo);
    profile.image = Some(Image::new(format!("{}/insignia.svg", profile.id), profile.name.clone()));
    profile.other_identifier = vec![Identifier::of("did", did(public_url))];
    if let Some(body) = controller {
        profile.email = Some(body.mail.clone());
        profile.address = Some(Address::in_colombia(body.address.clone()));
        profile.other_identifier.push(Identifier::of("nit", body.nit.clone()));
    }
    profile
}

/// Returns who issues and made up its courses, by name alone.
pub fn creator(public_url: &str, demo: bool) -> Profile {
    let name = if demo { format!("{NAME} (demostración, sin validez)") } else { NAME.to_owned() };
    Profile::new(issuer_id(public_url), name, public_url)
}

/// Returns who issues, as everything that is signed names it.
pub fn issuer_id(public_url: &str) -> String {
    format!("{public_url}/emisor")
}

/// Returns the server that an issuer is of.
pub fn server_of(issuer: &str) -> &str {
    issuer.strip_suffix("/emisor").unwrap_or(issuer)
}

pub fn key(public_url: &str, thumbprint: &str) -> String {
    format!("{public_url}{KEYS}/{thumbprint}")
}

/// Returns the issuer as a decentralised identifier: its document is found beneath the same address
/// (`/.well-known/did.json`). A port is written as `did:web` asks.
pub fn did(public_url: &str) -> String {
    let host = public_url.rsplit_once("//").map_or(public_url, |(_, host)| host);
    format!("did:web:{}", host.replace(':', "%3A"))
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

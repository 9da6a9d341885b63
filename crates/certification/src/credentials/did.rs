//! The issuer's document as `did:web` asks for it: who it is also known as, and its keys.

use serde::Serialize;

use credentials::keys::Jwk;

use super::entity::issuer_key;
use super::{addresses, queries};

/// Decentralised Identifiers 1.0, and how a key is written in its documents.
const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DidDocument {
    #[serde(rename = "@context")]
    context: [&'static str; 2],
    id: String,
    also_known_as: [String; 1],
    verification_method: Vec<VerificationMethod>,
    assertion_method: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VerificationMethod {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    controller: String,
    public_key_jwk: Jwk,
}

/// Returns the document of these keys. What a retired one signed stays true, so that it is there too.
pub fn document(public_url: &str, keys: &[issuer_key::Model]) -> DidDocument {
    let id = addresses::did(public_url);
    let method = |row: &issuer_key::Model| VerificationMethod {
        id: format!("{id}#{}", row.thumbprint),
        kind: "JsonWebKey2020",
        controller: id.clone(),
        public_key_jwk: queries::jwk(row, public_url),
    };
    let verification_method: Vec<_> = keys.iter().map(method).collect();
    DidDocument {
        context: CONTEXTS,
        also_known_as: [addresses::issuer_id(public_url)],
        assertion_method: verification_method.iter().map(|method| method.id.clone()).collect(),
        verification_method,
        id,
    }
}

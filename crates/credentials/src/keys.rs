//! The issuer's keys. A key is named by an address under which its public half is found; the end of
//! the address is the key's own digest, so that a name says which key it is wherever it is served.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek as ed25519;
use p256::ecdsa;
use p256::ecdsa::signature::{Signer, Verifier};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::CredentialError;

/// How a key signs. The key decides it, and never the text that it signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA over P-256 with SHA-256 (RFC 7518): what every reader of Open Badges understands.
    Es256,
    /// Ed25519 (RFC 8037): what keys of before sign with. What they signed stays true.
    EdDsa,
}

impl Algorithm {
    /// The name in headers and keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// A key that signs. Its private half is wiped from memory when it is dropped.
pub struct IssuerKey {
    signing: SigningHalf,
    kid: String,
}

enum SigningHalf {
    Es256(ecdsa::SigningKey),
    EdDsa(ed25519::SigningKey),
}

impl std::fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuerKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl IssuerKey {
    /// Makes the key of 32 random bytes, by the name under which its public half is published.
    ///
    /// # Errors
    /// The bytes are no number of the curve: once in four thousand million draws.
    pub fn new(
        algorithm: Algorithm,
        seed: &[u8; 32],
        kid: impl Into<String>,
    ) -> Result<Self, CredentialError> {
        let signing = match algorithm {
            Algorithm::Es256 => SigningHalf::Es256(
                ecdsa::SigningKey::from_slice(seed).map_err(|_| CredentialError::Seed)?,
            ),
            Algorithm::EdDsa => SigningHalf::EdDsa(ed25519::SigningKey::from_bytes(seed)),
        };
        Ok(Self { signing, kid: kid.into() })
    }

    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub fn algorithm(&self) -> Algorithm {
        match self.signing {
            SigningHalf::Es256(_) => Algorithm::Es256,
            SigningHalf::EdDsa(_) => Algorithm::EdDsa,
        }
    }

    pub fn public(&self) -> Jwk {
        match &self.signing {
            SigningHalf::Es256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                let encoded = |half: Option<&p256::FieldBytes>| {
                    BASE64URL_NOPAD.encode(half.map_or(&[][..], |bytes| bytes.as_slice()))
                };
                Jwk::published(&encoded(point.x()), Some(&encoded(point.y())), &self.kid)
            }
            SigningHalf::EdDsa(key) => {
                let x = BASE64URL_NOPAD.encode(key.verifying_key().as_bytes());
                Jwk::published(&x, None, &self.kid)
            }
        }
    }

    /// Signs without chance (RFC 6979, RFC 8032): the same words, the same bytes. Of the two
    /// signatures that ECDSA has for the same words it gives the one with the smaller number.
    pub(crate) fn sign(&self, words: &[u8]) -> [u8; 64] {
        match &self.signing {
            SigningHalf::Es256(key) => {
                let signature: ecdsa::Signature = key.sign(words);
                signature.normalize_s().to_bytes().into()
            }
            SigningHalf::EdDsa(key) => key.sign(words).to_bytes(),
        }
    }
}

/// A public key as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    pub kty: String,
    pub crv: String,
    pub x: String,
    /// The second number of a point on P-256; Ed25519 has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    pub kid: String,
    pub alg: String,
    #[serde(rename = "use")]
    pub purpose: String,
}

/// The public half of a key, which believes or does not.
pub(crate) enum VerifyingHalf {
    Es256(ecdsa::VerifyingKey),
    EdDsa(ed25519::VerifyingKey),
}

impl VerifyingHalf {
    pub(crate) fn believes(&self, words: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Es256(key) => ecdsa::Signature::from_slice(signature).is_ok_and(|signature| {
                // The other signature of the same words is refused: one text, one form.
                signature.normalize_s() == signature && key.verify(words, &signature).is_ok()
            }),
            Self::EdDsa(key) => ed25519::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(words, &signature).is_ok()),
        }
    }
}

impl Jwk {
    /// A public half that was kept, by its name: with `y` of P-256, without of Ed25519.
    pub fn published(x: &str, y: Option<&str>, kid: &str) -> Self {
        let (kty, crv, algorithm) = match y {
            Some(_) => ("EC", "P-256", Algorithm::Es256),
            None => ("OKP", "Ed25519", Algorithm::EdDsa),
        };
        Self {
            kty: kty.to_owned(),
            crv: crv.to_owned(),
            x: x.to_owned(),
            y: y.map(str::to_owned),
            kid: kid.to_owned(),
            alg: algorithm.name().to_owned(),
            purpose: "sig".to_owned(),
        }
    }

    /// RFC 7638: the members that make the key, in order, without space.
    pub fn thumbprint(&self) -> String {
        let Self { kty, crv, x, y, .. } = self;
        let members = match y {
            Some(y) => format!(r#"{{"crv":"{crv}","kty":"{kty}","x":"{x}","y":"{y}"}}"#),
            None => format!(r#"{{"crv":"{crv}","kty":"{kty}","x":"{x}"}}"#),
        };
        BASE64URL_NOPAD.encode(&Sha256::digest(members.as_bytes()))
    }

    pub(crate) fn key(&self) -> Result<VerifyingHalf, CredentialError> {
        let number = |text: &str| {
            BASE64URL_NOPAD
                .decode(text.as_bytes())
                .ok()
                .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
                .ok_or(CredentialError::UnknownKey)
        };
        let x = number(&self.x)?;
        match (self.kty.as_str(), self.crv.as_str(), self.alg.as_str(), &self.y) {
            ("EC", "P-256", "ES256", Some(y)) => {
                // An uncompressed point (SEC 1, 2.3.3); one that is not on the curve is no key.
                let point = [&[4][..], &x, &number(y)?].concat();
                let key = ecdsa::VerifyingKey::from_sec1_bytes(&point);
                key.map(VerifyingHalf::Es256).map_err(|_| CredentialError::UnknownKey)
            }
            ("OKP", "Ed25519", "EdDSA", None) => {
                let key = ed25519::VerifyingKey::from_bytes(&x);
                key.map(VerifyingHalf::EdDsa).map_err(|_| CredentialError::UnknownKey)
            }
            _ => Err(CredentialError::UnknownKey),
        }
    }
}

/// Every key that ever signed, the retired ones too: what they signed stays true.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwkSet {
    pub keys: Vec<Jwk>,
}

impl JwkSet {
    /// Returns the key of a name. The address before the digest may be one where keys were served
    /// earlier: the digest alone says which key it is.
    pub fn find(&self, kid: &str) -> Option<&Jwk> {
        self.keys.iter().find(|key| key.kid == kid).or_else(|| {
            let (_, digest) = kid.rsplit_once('/')?;
            self.keys.iter().find(|key| key.thumbprint() == digest)
        })
    }
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;

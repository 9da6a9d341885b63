//! The issuer's keys. A key is named by an address under which its public half is found; the name
//! goes into everything that it signs and stays the same for ever.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::CredentialError;

/// A key that signs. Its private half is wiped from memory when it is dropped.
pub struct IssuerKey {
    signing: SigningKey,
    kid: String,
}

impl std::fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuerKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl IssuerKey {
    /// Of 32 random bytes, by the name under which its public half is published.
    pub fn new(seed: &[u8; 32], kid: impl Into<String>) -> Self {
        Self { signing: SigningKey::from_bytes(seed), kid: kid.into() }
    }

    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub fn public(&self) -> Jwk {
        Jwk::of(&self.signing.verifying_key(), &self.kid)
    }

    pub(crate) fn sign(&self, words: &[u8]) -> [u8; 64] {
        self.signing.sign(words).to_bytes()
    }
}

/// The digest that names a key by itself (RFC 7638), of the same 32 random bytes.
pub fn thumbprint(seed: &[u8; 32]) -> String {
    Jwk::of(&SigningKey::from_bytes(seed).verifying_key(), "").thumbprint()
}

/// A public key as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    pub kty: String,
    pub crv: String,
    pub x: String,
    pub kid: String,
    pub alg: String,
    #[serde(rename = "use")]
    pub purpose: String,
}

impl Jwk {
    fn of(key: &VerifyingKey, kid: &str) -> Self {
        Self::published(&BASE64URL_NOPAD.encode(key.as_bytes()), kid)
    }

    /// A public half that was kept, by its name.
    pub fn published(x: &str, kid: &str) -> Self {
        Self {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: x.to_owned(),
            kid: kid.to_owned(),
            alg: "EdDSA".to_owned(),
            purpose: "sig".to_owned(),
        }
    }

    /// RFC 7638: the members that make the key, in order, without space.
    pub fn thumbprint(&self) -> String {
        let members = format!(r#"{{"crv":"{}","kty":"{}","x":"{}"}}"#, self.crv, self.kty, self.x);
        BASE64URL_NOPAD.encode(&Sha256::digest(members.as_bytes()))
    }

    pub(crate) fn key(&self) -> Result<VerifyingKey, CredentialError> {
        if self.kty != "OKP" || self.crv != "Ed25519" || self.alg != "EdDSA" {
            return Err(CredentialError::UnknownKey);
        }
        let bytes = BASE64URL_NOPAD
            .decode(self.x.as_bytes())
            .ok()
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or(CredentialError::UnknownKey)?;
        VerifyingKey::from_bytes(&bytes).map_err(|_| CredentialError::UnknownKey)
    }
}

/// Every key that ever signed, the retired ones too: what they signed stays true.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwkSet {
    pub keys: Vec<Jwk>,
}

impl JwkSet {
    pub fn find(&self, kid: &str) -> Option<&Jwk> {
        self.keys.iter().find(|key| key.kid == kid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A: the key, its public half and its thumbprint.
    #[test]
    fn a_key_is_the_one_of_the_standard() {
        let seed = BASE64URL_NOPAD.decode(b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        let seed = <[u8; 32]>::try_from(seed).unwrap();
        let jwk = IssuerKey::new(&seed, "k").public();
        assert_eq!(jwk.x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(thumbprint(&seed), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(jwk.thumbprint(), thumbprint(&seed));
    }

    #[test]
    fn nothing_of_the_private_half_is_published_or_printed() {
        let key = IssuerKey::new(&[7; 32], "https://formacion.example/emisor/claves/1");
        let written = serde_json::to_string(&key.public()).unwrap();
        let secret = BASE64URL_NOPAD.encode(&[7; 32]);
        assert!(!written.contains(&secret) && !written.contains("\"d\""), "{written}");
        assert!(!format!("{key:?}").contains("signing"));
    }

    #[test]
    fn a_key_of_another_kind_is_no_key() {
        let jwk = IssuerKey::new(&[7; 32], "k").public();
        for wrong in [
            Jwk { kty: "RSA".into(), ..jwk.clone() },
            Jwk { crv: "X25519".into(), ..jwk.clone() },
            Jwk { alg: "HS256".into(), ..jwk.clone() },
            Jwk { x: "AAAA".into(), ..jwk.clone() },
            Jwk { x: format!("{}=", jwk.x), ..jwk.clone() },
        ] {
            assert_eq!(wrong.key().err(), Some(CredentialError::UnknownKey));
        }
        assert!(jwk.key().is_ok());
    }
}

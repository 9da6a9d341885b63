//! The one signed form: three parts of base64url (RFC 7515), the algorithm of the key, the key's name
//! and the type.
//!
//! Whoever sends such a text chooses nothing: another algorithm than the key's, a key inside the header,
//! one more member, a letter that base64url does not need to be the same bytes, all of it is refused before
//! anything is believed.

use data_encoding::BASE64URL_NOPAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::CredentialError;
use crate::keys::{IssuerKey, JwkSet};

/// No text that is signed here is longer.
const LONGEST: usize = 256 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// What a text says once its signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedClaims<T> {
    /// The name of the key that signed it.
    pub kid: String,
    pub claims: T,
}

/// Signs claims as a text of a type.
pub fn sign(
    key: &IssuerKey,
    typ: &str,
    claims: &impl Serialize,
) -> Result<String, CredentialError> {
    let header = Header {
        alg: key.algorithm().name().to_owned(),
        kid: key.kid().to_owned(),
        typ: typ.to_owned(),
    };
    let unreadable = |error: serde_json::Error| CredentialError::Unreadable(error.to_string());
    let header = BASE64URL_NOPAD.encode(&serde_json::to_vec(&header).map_err(unreadable)?);
    let claims = BASE64URL_NOPAD.encode(&serde_json::to_vec(claims).map_err(unreadable)?);
    let words = format!("{header}.{claims}");
    let signature = BASE64URL_NOPAD.encode(&key.sign(words.as_bytes()));
    Ok(format!("{words}.{signature}"))
}

/// Reads a text of a type that one of these keys signed.
pub fn verify<T: DeserializeOwned>(
    text: &str,
    typ: &str,
    keys: &JwkSet,
) -> Result<VerifiedClaims<T>, CredentialError> {
    if text.len() > LONGEST {
        return Err(CredentialError::Shape);
    }
    let (words, signature) = text.rsplit_once('.').ok_or(CredentialError::Shape)?;
    let (header, claims) = words.split_once('.').ok_or(CredentialError::Shape)?;
    let decoded =
        |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| CredentialError::Shape);
    let (header, claims, signature) = (decoded(header)?, decoded(claims)?, decoded(signature)?);
    let header: Header = serde_json::from_slice(&header)
        .map_err(|_| CredentialError::Header("its members are others"))?;
    if header.typ != typ {
        return Err(CredentialError::Header("another type"));
    }
    let published = keys.find(&header.kid).ok_or(CredentialError::UnknownKey)?;
    if header.alg != published.alg {
        return Err(CredentialError::Header("another algorithm"));
    }
    if !published.key()?.believes(words.as_bytes(), &signature) {
        return Err(CredentialError::Signature);
    }
    let claims = serde_json::from_slice(&claims)
        .map_err(|error| CredentialError::Unreadable(error.to_string()))?;
    Ok(VerifiedClaims { kid: header.kid, claims })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Algorithm;
    use serde_json::{Value, json};

    fn key() -> IssuerKey {
        IssuerKey::new(Algorithm::Es256, &[7; 32], "https://formacion.example/emisor/claves/a")
            .unwrap()
    }

    /// A key of before.
    fn old_key() -> IssuerKey {
        IssuerKey::new(Algorithm::EdDsa, &[7; 32], "https://formacion.example/emisor/claves/o")
            .unwrap()
    }

    fn keys() -> JwkSet {
        JwkSet { keys: vec![old_key().public(), key().public()] }
    }

    fn read(text: &str) -> Result<VerifiedClaims<Value>, CredentialError> {
        verify(text, "JWT", &keys())
    }

    /// A text with this header and a right signature over it.
    fn with_header(header: Value) -> String {
        let header = BASE64URL_NOPAD.encode(header.to_string().as_bytes());
        let words = format!("{header}.{}", BASE64URL_NOPAD.encode(b"{}"));
        format!("{words}.{}", BASE64URL_NOPAD.encode(&key().sign(words.as_bytes())))
    }

    #[test]
    fn what_was_signed_is_read_back() {
        let text = sign(&key(), "JWT", &json!({ "a": 1 })).unwrap();
        let signed = read(&text).unwrap();
        assert_eq!(signed.claims, json!({ "a": 1 }));
        assert_eq!(signed.kid, key().kid());
        assert_eq!(text, sign(&key(), "JWT", &json!({ "a": 1 })).unwrap());
        let old = sign(&old_key(), "JWT", &json!({ "a": 1 })).unwrap();
        assert_eq!(read(&old).unwrap().kid, old_key().kid());
    }

    #[test]
    fn the_sender_chooses_no_algorithm_no_key_and_no_type() {
        let kid = key().kid().to_owned();
        let right = json!({ "alg": "ES256", "kid": kid, "typ": "JWT" });
        assert!(read(&with_header(right.clone())).is_ok());
        for (member, value) in [
            ("alg", json!("none")),
            ("alg", json!("HS256")),
            ("alg", json!("EdDSA")),
            ("alg", json!("es256")),
            ("typ", json!("vc+jwt")),
            ("kid", json!("https://formacion.example/emisor/claves/b")),
            ("kid", json!(old_key().kid())),
            ("jwk", json!(key().public())),
            ("crit", json!([])),
        ] {
            let mut header = right.clone();
            header[member] = value;
            assert!(read(&with_header(header.clone())).is_err(), "{header}");
        }
    }

    #[test]
    fn an_unsigned_text_is_nothing() {
        let text = sign(&key(), "JWT", &json!({})).unwrap();
        let (words, _) = text.rsplit_once('.').unwrap();
        for wrong in
            [String::new(), "a.b".into(), "a.b.c.d".into(), format!("{words}."), words.into()]
        {
            assert!(read(&wrong).is_err(), "{wrong}");
        }
        let none = BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
        assert!(read(&format!("{none}.{}.", BASE64URL_NOPAD.encode(b"{}"))).is_err());
        assert!(read(&"a".repeat(LONGEST + 1)).is_err());
    }

    #[test]
    fn another_key_of_the_same_name_signs_nothing_here() {
        let other = IssuerKey::new(Algorithm::Es256, &[8; 32], key().kid()).unwrap();
        let text = sign(&other, "JWT", &json!({})).unwrap();
        assert_eq!(read(&text).err(), Some(CredentialError::Signature));
    }

    /// P8: one bit anywhere, also where base64url has letters to spare.
    #[test]
    fn no_text_with_one_bit_turned_is_believed() {
        for key in [key(), old_key()] {
            let text = sign(&key, "JWT", &json!({ "name": "Luz", "hours": 40 })).unwrap();
            for place in 0..text.len() {
                for bit in 0..8 {
                    let mut bytes = text.clone().into_bytes();
                    bytes[place] ^= 1 << bit;
                    if let Ok(turned) = String::from_utf8(bytes) {
                        assert!(read(&turned).is_err(), "bit {bit} of letter {place}");
                    }
                }
            }
        }
    }
}

//! Which credentials no longer stand (Bitstring Status List 1.0): one bit for each of 131,072
//! places, most of them nobody's. Whoever asks fetches the whole list, so that nobody learns about
//! whom they asked; the list names no holder, no certificate and no number.

use std::io::{Read, Write};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::CredentialError;
use crate::achievement::V2;
use crate::jws;
use crate::keys::{IssuerKey, JwkSet};

/// Places of a list: the least that the standard allows.
pub const ENTRIES: u32 = 131_072;
/// The type in the header of a signed list.
const TYP: &str = "vc+jwt";
const BYTES: usize = ENTRIES as usize / 8;

/// The bits themselves; the first is the highest of the first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits(Vec<u8>);

impl Default for Bits {
    fn default() -> Self {
        Self(vec![0; BYTES])
    }
}

impl Bits {
    pub fn set(&mut self, index: u32) -> Result<(), CredentialError> {
        let byte = self.0.get_mut(index as usize / 8).ok_or(CredentialError::Index)?;
        *byte |= 0x80 >> (index % 8);
        Ok(())
    }

    pub fn is_set(&self, index: u32) -> Result<bool, CredentialError> {
        let byte = self.0.get(index as usize / 8).ok_or(CredentialError::Index)?;
        Ok(byte & (0x80 >> (index % 8)) != 0)
    }

    pub fn count(&self) -> u32 {
        self.0.iter().map(|byte| byte.count_ones()).sum()
    }

    /// «u» and base64url, by the rules of multibase, of gzip.
    fn encode(&self) -> Result<String, CredentialError> {
        let broken = |error: std::io::Error| CredentialError::Unreadable(error.to_string());
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&self.0).map_err(broken)?;
        Ok(format!("u{}", BASE64URL_NOPAD.encode(&gzip.finish().map_err(broken)?)))
    }

    fn decode(text: &str) -> Result<Self, CredentialError> {
        let wrong = || CredentialError::Unreadable("the list of bits".to_owned());
        let packed = text.strip_prefix('u').ok_or_else(wrong)?;
        let packed = BASE64URL_NOPAD.decode(packed.as_bytes()).map_err(|_| wrong())?;
        let mut bytes = Vec::with_capacity(BYTES);
        // One more than there may be, and no further, however much the packed bytes promise.
        GzDecoder::new(packed.as_slice())
            .take(BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| wrong())?;
        if bytes.len() == BYTES { Ok(Self(bytes)) } else { Err(wrong()) }
    }
}

/// A list as it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusList {
    #[serde(rename = "@context")]
    context: Vec<String>,
    /// Where it is found.
    pub id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub issuer: String,
    pub valid_from: DateTime<Utc>,
    /// A copy says nothing afterwards: an old one cannot be shown for ever. Lists of before have no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<DateTime<Utc>>,
    credential_subject: Subject,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    status_purpose: String,
    encoded_list: String,
    /// Milliseconds for which a copy need not be fetched again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

/// How long a signed list is good for.
#[derive(Clone, Copy, Debug)]
pub struct Lifetime {
    /// From when it is signed until it says nothing any more.
    pub valid: TimeDelta,
    /// How long whoever fetched it need not fetch it again.
    pub fresh: TimeDelta,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    #[serde(flatten)]
    list: StatusList,
    iss: String,
    jti: String,
    sub: String,
    nbf: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
}

impl StatusList {
    /// The list at an address, as it stands at an instant.
    pub fn new(
        id: &str,
        issuer: &str,
        at: DateTime<Utc>,
        lifetime: Lifetime,
        bits: &Bits,
    ) -> Result<Self, CredentialError> {
        Ok(Self {
            context: vec![V2.to_owned()],
            id: id.to_owned(),
            kind: vec![
                "VerifiableCredential".to_owned(),
                "BitstringStatusListCredential".to_owned(),
            ],
            issuer: issuer.to_owned(),
            valid_from: at.trunc_subsecs(0),
            valid_until: Some(at.trunc_subsecs(0) + lifetime.valid),
            credential_subject: Subject {
                id: format!("{id}#lista"),
                kind: "BitstringStatusList".to_owned(),
                status_purpose: "revocation".to_owned(),
                encoded_list: bits.encode()?,
                ttl: Some(lifetime.fresh.num_milliseconds()),
            },
        })
    }

    pub fn sign(self, key: &IssuerKey) -> Result<String, CredentialError> {
        let claims = Claims {
            iss: self.issuer.clone(),
            jti: self.id.clone(),
            sub: self.credential_subject.id.clone(),
            nbf: self.valid_from.timestamp(),
            exp: self.valid_until.map(|at| at.timestamp()),
            list: self,
        };
        jws::sign(key, TYP, &claims)
    }

    /// Reads a signed list, which must be the one of this address. Whether it still says something is
    /// asked of [`StatusList::holds_at`].
    pub fn verify(text: &str, keys: &JwkSet, id: &str) -> Result<(Self, Bits), CredentialError> {
        let Claims { list, iss, jti, sub, nbf, exp } = jws::verify(text, TYP, keys)?.claims;
        for (agrees, what) in [
            (list.id == id, "another list"),
            (jti == list.id, "jti"),
            (iss == list.issuer, "iss"),
            (sub == list.credential_subject.id, "sub"),
            (nbf == list.valid_from.timestamp(), "nbf"),
            (exp == list.valid_until.map(|at| at.timestamp()), "exp"),
            (list.credential_subject.status_purpose == "revocation", "statusPurpose"),
        ] {
            if !agrees {
                return Err(CredentialError::Claims(what));
            }
        }
        let bits = Bits::decode(&list.credential_subject.encoded_list)?;
        Ok((list, bits))
    }

    pub fn holds_at(&self, now: DateTime<Utc>) -> Result<(), CredentialError> {
        match self.valid_until {
            Some(end) if end <= now => Err(CredentialError::Expired),
            _ if now < self.valid_from => Err(CredentialError::NotYet),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Algorithm;

    const ADDRESS: &str = "https://formacion.example/emisor/listas/1";

    fn key() -> IssuerKey {
        IssuerKey::new(Algorithm::Es256, &[7; 32], "https://formacion.example/emisor/claves/a")
            .unwrap()
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_796_054_400, 5).unwrap()
    }

    fn signed(bits: &Bits) -> String {
        let lifetime = Lifetime { valid: TimeDelta::days(1), fresh: TimeDelta::seconds(30) };
        StatusList::new(ADDRESS, "https://formacion.example/emisor", now(), lifetime, bits)
            .unwrap()
            .sign(&key())
            .unwrap()
    }

    #[test]
    fn bits_that_were_set_are_read_back_and_no_other() {
        let mut bits = Bits::default();
        for index in [0, 7, 8, 4_321, ENTRIES - 1] {
            bits.set(index).unwrap();
        }
        let keys = JwkSet { keys: vec![key().public()] };
        let (_, read) = StatusList::verify(&signed(&bits), &keys, ADDRESS).unwrap();
        assert_eq!(read, bits);
        assert_eq!(read.count(), 5);
        assert!(read.is_set(7).unwrap() && !read.is_set(6).unwrap());
        assert_eq!(bits.set(ENTRIES), Err(CredentialError::Index));
        assert_eq!(bits.is_set(ENTRIES), Err(CredentialError::Index));
    }

    #[test]
    fn a_list_says_nothing_after_its_end() {
        let keys = JwkSet { keys: vec![key().public()] };
        let text = signed(&Bits::default());
        let (list, _) = StatusList::verify(&text, &keys, ADDRESS).unwrap();
        assert_eq!(list.holds_at(now()), Ok(()));
        assert_eq!(list.holds_at(now() + TimeDelta::days(1)), Err(CredentialError::Expired));
        assert_eq!(list.holds_at(now() - TimeDelta::days(1)), Err(CredentialError::NotYet));
        let claims = BASE64URL_NOPAD.decode(text.split('.').nth(1).unwrap().as_bytes()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["validUntil"], "2026-12-01T16:00:00Z");
        assert_eq!(claims["exp"], 1_796_140_800);
        assert_eq!(claims["credentialSubject"]["ttl"], 30_000);
    }

    /// What begins like this is gzip, as the standard's own examples do.
    #[test]
    fn the_empty_list_is_small() {
        let text = Bits::default().encode().unwrap();
        assert!(text.starts_with("uH4sI"), "{text}");
        assert!(text.len() < 100, "{text}");
    }

    #[test]
    fn a_list_of_another_place_length_or_key_is_refused() {
        let keys = JwkSet { keys: vec![key().public()] };
        let text = signed(&Bits::default());
        assert!(StatusList::verify(&text, &keys, &format!("{ADDRESS}1")).is_err());
        let none = JwkSet::default();
        assert_eq!(
            StatusList::verify(&text, &none, ADDRESS).err(),
            Some(CredentialError::UnknownKey)
        );
        for bytes in [BYTES - 1, BYTES + 1, BYTES * 1_000] {
            let packed = Bits(vec![0; bytes]).encode().unwrap();
            assert!(Bits::decode(&packed).is_err(), "{bytes}");
        }
        assert!(Bits::decode("uAAAA").is_err());
        assert!(Bits::decode("zH4sI").is_err());
    }
}

//! An Open Badges 3.0 credential: who learned what, in words that programs of strangers understand.
//!
//! The holder is named, because the certificate that they show names them too; their mail is only
//! a salted digest, so that whoever knows it can confirm it; their document is nowhere, not even as
//! a digest, because a number of ten digits is soon guessed from one.

use chrono::{DateTime, SubsecRound, Utc};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::CredentialError;
use crate::achievement::{Achievement, Evidence, Profile, ResultValue, contexts, words};
use crate::jws;
use crate::keys::{IssuerKey, JwkSet};

/// The words of the schema by which 1EdTech judges the form of a credential.
const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
const SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";
/// The only type that Open Badges allows in the header.
const TYP: &str = "JWT";

/// Whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    #[serde(rename = "type")]
    kind: String,
    pub hashed: bool,
    pub identity_hash: String,
    pub identity_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
}

impl Identity {
    /// In clear, as on the certificate.
    pub fn name(name: &str) -> Self {
        Self {
            kind: "IdentityObject".to_owned(),
            hashed: false,
            identity_hash: name.to_owned(),
            identity_type: "name".to_owned(),
            salt: None,
        }
    }

    /// A digest that whoever knows the address can make again.
    pub fn email(address: &str, salt: &str) -> Self {
        Self {
            kind: "IdentityObject".to_owned(),
            hashed: true,
            identity_hash: digest(address, salt),
            identity_type: "emailAddress".to_owned(),
            salt: Some(salt.to_owned()),
        }
    }

    /// Whether this is the digest of an address.
    pub fn is_of(&self, address: &str) -> bool {
        self.salt.as_deref().is_some_and(|salt| self.identity_hash == digest(address, salt))
    }
}

fn digest(address: &str, salt: &str) -> String {
    let said = format!("{}{salt}", address.trim().to_lowercase());
    format!("sha256${}", HEXLOWER.encode(&Sha256::digest(said.as_bytes())))
}

/// Where its bit is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusEntry {
    pub id: String,
    #[serde(rename = "type")]
    kind: String,
    status_purpose: String,
    status_list_index: String,
    pub status_list_credential: String,
}

impl StatusEntry {
    pub fn new(list: &str, index: u32) -> Self {
        Self {
            id: format!("{list}#{index}"),
            kind: "BitstringStatusListEntry".to_owned(),
            status_purpose: "revocation".to_owned(),
            status_list_index: index.to_string(),
            status_list_credential: list.to_owned(),
        }
    }

    pub fn index(&self) -> Result<u32, CredentialError> {
        self.status_list_index.parse().map_err(|_| CredentialError::Index)
    }
}

/// The one who achieved, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Opaque: says nothing of anybody.
    pub id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub identifier: Vec<Identity>,
    /// The printed number of the certificate.
    pub license_number: String,
    pub activity_start_date: DateTime<Utc>,
    pub activity_end_date: DateTime<Utc>,
    /// What is known of this time that it was achieved, by the descriptions of the achievement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub result: Vec<ResultValue>,
    pub achievement: Achievement,
}

/// The schema of the form of a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    id: String,
    #[serde(rename = "type")]
    kind: String,
}

/// The credential as it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Badge {
    #[serde(rename = "@context")]
    context: Vec<String>,
    /// Where it is found.
    pub id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub name: String,
    pub issuer: Profile,
    pub valid_from: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<DateTime<Utc>>,
    /// When it was awarded; credentials of before say only since when they hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarded_date: Option<DateTime<Utc>>,
    pub credential_subject: Subject,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    pub credential_status: StatusEntry,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credential_schema: Vec<Schema>,
}

/// What a badge is made of.
#[derive(Clone, Debug)]
pub struct BadgeFacts {
    pub id: String,
    pub subject: String,
    pub issuer: Profile,
    pub valid_from: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
    pub identifier: Vec<Identity>,
    pub number: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub result: Vec<ResultValue>,
    pub achievement: Achievement,
    pub evidence: Vec<Evidence>,
    pub status: StatusEntry,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    #[serde(flatten)]
    badge: Badge,
    iss: String,
    jti: String,
    sub: String,
    nbf: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
}

impl Badge {
    pub fn new(facts: BadgeFacts) -> Self {
        let mut context = contexts();
        context.push(EXTENSIONS.to_owned());
        Self {
            context,
            id: facts.id,
            kind: words(&["VerifiableCredential", "OpenBadgeCredential"]),
            name: facts.achievement.name.clone(),
            issuer: facts.issuer,
            // The claims count whole seconds, and both must be the same instant.
            valid_from: facts.valid_from.trunc_subsecs(0),
            valid_until: facts.valid_until.map(|at| at.trunc_subsecs(0)),
            awarded_date: Some(facts.valid_from.trunc_subsecs(0)),
            credential_subject: Subject {
                id: facts.subject,
                kind: words(&["AchievementSubject"]),
                identifier: facts.identifier,
                license_number: facts.number,
                activity_start_date: facts.starts_at.trunc_subsecs(0),
                activity_end_date: facts.ends_at.trunc_subsecs(0),
                result: facts.result,
                achievement: facts.achievement,
            },
            evidence: facts.evidence,
            credential_status: facts.status,
            credential_schema: vec![Schema {
                id: SCHEMA.to_owned(),
                kind: "1EdTechJsonSchemaValidator2019".to_owned(),
            }],
        }
    }

    /// The signed text: the credential with the claims that Open Badges asks for beside it.
    pub fn sign(self, key: &IssuerKey) -> Result<String, CredentialError> {
        let claims = Claims {
            iss: self.issuer.id.clone(),
            jti: self.id.clone(),
            sub: self.credential_subject.id.clone(),
            nbf: self.valid_from.timestamp(),
            exp: self.valid_until.map(|at| at.timestamp()),
            badge: self,
        };
        jws::sign(key, TYP, &claims)
    }

    /// Reads a signed text that one of these keys signed and whose claims agree with it. Whether it
    /// holds today is asked of [`Badge::holds_at`], and whether it was revoked of its list.
    pub fn verify(text: &str, keys: &JwkSet) -> Result<jws::VerifiedClaims<Self>, CredentialError> {
        let jws::VerifiedClaims { kid, claims } = jws::verify::<Claims>(text, TYP, keys)?;
        let Claims { badge, iss, jti, sub, nbf, exp } = claims;
        for (agrees, what) in [
            (iss == badge.issuer.id, "iss"),
            (jti == badge.id, "jti"),
            (sub == badge.credential_subject.id, "sub"),
            (nbf == badge.valid_from.timestamp(), "nbf"),
            (exp == badge.valid_until.map(|at| at.timestamp()), "exp"),
            (badge.context.starts_with(&contexts()), "@context"),
            (badge.kind.iter().any(|kind| kind == "OpenBadgeCredential"), "type"),
        ] {
            if !agrees {
                return Err(CredentialError::Claims(what));
            }
        }
        Ok(jws::VerifiedClaims { kid, claims: badge })
    }

    /// Returns the address that a signed text gives itself, of a text that nobody verified: good for
    /// finding what it may be compared with, and for nothing else.
    pub fn claimed_address(text: &str) -> Option<String> {
        #[derive(Deserialize)]
        struct Claimed {
            jti: String,
        }
        let claims = text.split('.').nth(1)?;
        let claims = BASE64URL_NOPAD.decode(claims.as_bytes()).ok()?;
        Some(serde_json::from_slice::<Claimed>(&claims).ok()?.jti)
    }

    pub fn holds_at(&self, now: DateTime<Utc>) -> Result<(), CredentialError> {
        if now < self.valid_from {
            return Err(CredentialError::NotYet);
        }
        match self.valid_until {
            Some(end) if end <= now => Err(CredentialError::Expired),
            _ => Ok(()),
        }
    }

    /// The name in clear.
    pub fn holder(&self) -> Option<&str> {
        let named =
            self.credential_subject.identifier.iter().find(|one| one.identity_type == "name");
        named.map(|one| one.identity_hash.as_str())
    }
}

#[cfg(test)]
#[path = "badge_tests.rs"]
mod tests;

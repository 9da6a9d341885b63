//! Certificates that programs read, for years and without asking us.
//!
//! | module | what it is about |
//! |---|---|
//! | [`keys`] | the issuer's keys, and how the public half is published (JWK, RFC 7517, 7518 and 8037) |
//! | [`jws`] | the one signed form: compact, and nothing that the sender may choose |
//! | [`achievement`] | who issues, and what can be achieved |
//! | [`badge`] | an Open Badges 3.0 credential (Verifiable Credentials 2.0) as a signed text |
//! | [`status`] | which credentials no longer stand, without saying whose (Bitstring Status List 1.0) |
//! | [`vault`] | private keys as they may be written down |
//!
//! Nothing here knows a database or the clock, and chance is brought by the caller: the same input
//! gives the same bytes on every machine.

pub mod achievement;
pub mod badge;
pub mod jws;
pub mod keys;
pub mod status;
pub mod vault;

/// Why something signed is not believed, or could not be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    #[error("the random bytes are no key")]
    Seed,
    #[error("the text is not three parts of base64url")]
    Shape,
    #[error("the header is not the one that is signed here: {0}")]
    Header(&'static str),
    #[error("no published key has this name")]
    UnknownKey,
    #[error("the signature is not of these words and this key")]
    Signature,
    #[error("the claims do not agree with the credential: {0}")]
    Claims(&'static str),
    #[error("what was signed cannot be read: {0}")]
    Unreadable(String),
    #[error("it begins to hold later")]
    NotYet,
    #[error("it held until an earlier day")]
    Expired,
    #[error("the list has no such entry")]
    Index,
    #[error("the key cannot be opened with this secret")]
    Sealed,
}

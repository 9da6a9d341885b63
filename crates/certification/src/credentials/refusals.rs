//! Why a key was not made or retired.

use platform::texts::Refusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("certification.key_")]
pub enum KeyRefusal {
    /// The secret that closes keys cannot be read or made; the sentence says why.
    #[error("the secret is not there")]
    #[facts(why = _0)]
    Secret(String),
    #[error("no key has this name")]
    Unknown,
    #[error("the key is retired already")]
    Retired,
    #[error("no other key would be left to sign")]
    Last,
}

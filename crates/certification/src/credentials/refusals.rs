//! Why a key was not made or retired.

use platform::texts::Refusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// The secret that closes keys cannot be read or made; the sentence says why.
    #[error("the secret is not there")]
    Secret(String),
    #[error("no key has this name")]
    Unknown,
    #[error("the key is retired already")]
    Retired,
    #[error("no other key would be left to sign")]
    Last,
}

impl Refusal for KeyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Secret(_) => "certification.key_secret",
            Self::Unknown => "certification.key_unknown",
            Self::Retired => "certification.key_retired",
            Self::Last => "certification.key_last",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Secret(why) => vec![("why", why.clone())],
            _ => Vec::new(),
        }
    }
}

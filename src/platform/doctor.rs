//! The form of a finding of `doctor`.

/// Something between rows that must hold and does not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub capability: &'static str,
    /// An English sentence with ids, never with personal data.
    pub text: String,
}

impl Finding {
    pub fn new(capability: &'static str, text: impl Into<String>) -> Self {
        Self { capability, text: text.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.capability, self.text)
    }
}

//! The answers to how attendance counts, offered where a cohort is built and where it is changed.

use platform::prelude::*;

/// What a person chooses from; forms send the word, the rule knows the answer.
pub const SHARES: [(&str, &str, bool); 2] =
    [("sesiones", "Sesiones asistidas", false), ("minutos", "Minutos asistidos", true)];
pub const KEPT: [(&str, &str, bool); 2] =
    [("cuentan", "Cuenta como no asistida", true), ("no_cuentan", "No entra en la cuenta", false)];

#[derive(Clone, Debug, Serialize, Example)]
pub struct Choices {
    shares: Vec<Alternative>,
    kept: Vec<Alternative>,
}

impl Choices {
    pub fn all() -> Self {
        let list = |all: [(&str, &str, bool); 2]| {
            all.into_iter().map(|(word, label, _)| Alternative::new(word, label)).collect()
        };
        Self { shares: list(SHARES), kept: list(KEPT) }
    }
}

//! Mail of needs.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;

/// A municipality asks for what no published course builds.
#[derive(Clone, Debug, Serialize, Example)]
pub struct NeedWithoutOffer {
    #[serde(skip)]
    pub need: i64,
    /// «Mapiripán (Meta)».
    pub municipality: String,
    pub capacity: String,
    pub people: i64,
    /// «20 de noviembre de 2026».
    pub deadline: String,
    #[serde(skip)]
    pub unit: String,
}

impl Letter for NeedWithoutOffer {
    const TEMPLATE: &'static str = "emails/needs/without_offer";

    fn subject(&self) -> String {
        subject("Necesidad sin oferta", &self.municipality)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver la necesidad", format!("/necesidades/{}", self.need)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<NeedWithoutOffer>()
}

//! Mail of installed capacity.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;

/// The letter that a municipality loses the last certified person of some capacities.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Handover {
    /// «Mapiripán (Meta)».
    pub municipality: String,
    pub lost: Vec<LostCapacity>,
    #[serde(skip)]
    pub href: String,
    #[serde(skip)]
    pub unit: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LostCapacity {
    pub name: String,
    /// The first day without anybody: «1 de diciembre de 2026».
    pub date: String,
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub cohorts: Vec<HandoverCohort>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct HandoverCohort {
    pub course: String,
    pub name: String,
    pub dates: String,
}

impl Letter for Handover {
    const TEMPLATE: &'static str = "emails/ledger/handover";

    fn subject(&self) -> String {
        subject("Capacidad por relevar", &self.municipality)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver el municipio", self.href.clone()))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<Handover>()
}

//! The letter with a report.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;

/// The first figures of a report, and where it is.
#[derive(Clone, Debug, Serialize, Example)]
pub struct PeriodicLetter {
    /// «Operación: Meta».
    pub title: String,
    /// «octubre de 2026».
    pub term: String,
    pub figures: Vec<LetterFigure>,
    /// «cada mes».
    pub every: String,
    #[serde(skip)]
    pub href: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LetterFigure {
    pub label: String,
    pub number: String,
    pub note: String,
}

impl Letter for PeriodicLetter {
    const TEMPLATE: &'static str = "emails/reports/periodic";

    fn subject(&self) -> String {
        subject(&format!("Informe de {}", self.term), &self.title)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Abrir el informe", self.href.clone()))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<PeriodicLetter>()
}

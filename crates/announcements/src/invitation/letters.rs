//! The letter that calls.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;

/// A cohort takes people: the entity nominates them.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Invitation {
    pub course: String,
    pub cohort: String,
    /// «del 24 de noviembre al 15 de diciembre de 2026».
    pub dates: String,
    pub place: String,
    /// The last day to enrol.
    pub until: String,
    /// «35 cupos».
    pub seats: String,
    pub municipality: String,
    /// A message that the coordination adds.
    pub message: Option<String>,
    #[serde(skip)]
    pub unit: String,
    #[serde(skip)]
    pub id: CohortId,
}

impl Letter for Invitation {
    const TEMPLATE: &'static str = "emails/announcements/call";

    fn subject(&self) -> String {
        subject("Convocatoria", &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Postular personas", format!("/cohortes/{}/postulaciones", self.id)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<Invitation>()
}

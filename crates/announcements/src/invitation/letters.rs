//! The letter that calls.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};

/// A cohort takes people: the entity nominates them.
#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    pub course: String,
    pub cohort: String,
    /// «24/11/2026 a 15/12/2026».
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

    fn samples() -> Vec<Self> {
        let letter = Self {
            course: "Gestión presupuestal territorial".into(),
            cohort: "Meta 2026-2".into(),
            dates: "24/11/2026 a 15/12/2026".into(),
            place: "Casa de la cultura, Puerto Lleras".into(),
            until: "20 de noviembre de 2026".into(),
            seats: "35 cupos".into(),
            municipality: "Puerto Lleras (Meta)".into(),
            message: None,
            unit: "Dirección territorial Meta".into(),
            id: CohortId(7),
        };
        let message = Some("Piense primero en quienes llevan el presupuesto.".to_owned());
        vec![Self { message, ..letter.clone() }, letter]
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<Invitation>()
}

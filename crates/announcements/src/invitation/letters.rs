//! The letter that calls.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use cohorts_model::rules::enrolment_deadline;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::dates;
use platform::example::Example;
use platform::numbers::some;
use territory_model::labels;

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

impl Invitation {
    /// The letter about a cohort to a focal point of this municipality.
    pub fn new(row: &CohortRow, municipality: &str, message: Option<String>) -> Self {
        let cohort = &row.cohort;
        let until = enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on);
        Self {
            course: row.version.name.clone(),
            cohort: cohort.name.clone(),
            dates: dates::period(cohort.starts_on, cohort.ends_on),
            place: cohort.place_text.clone(),
            until: dates::long(until),
            seats: some(cohort.seats, "cupo", "cupos"),
            municipality: municipality.to_owned(),
            message,
            unit: labels::unit(&row.unit_name),
            id: cohort.id,
        }
    }
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

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<Invitation>()
}

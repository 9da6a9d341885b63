//! The letter that calls.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use cohorts_model::rules::enrolment_deadline;
use notices_model::entity::mail_opt_out::MailTopic;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::prelude::*;
use platform::texts::say;
use territory_model::labels;

/// A cohort takes people: the entity nominates them.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Invitation {
    /// «Hay cupos para su gente en un curso que llega a Mapiripán.»
    pub opening: String,
    pub course: String,
    pub cohort: String,
    /// «del 24 de noviembre al 15 de diciembre de 2026».
    pub dates: String,
    pub place: String,
    /// The last day to enrol.
    pub until: String,
    /// «12 cupos libres»; `None` when whoever is put forward waits.
    pub seats: Option<String>,
    pub municipality: String,
    /// A message that the coordination adds.
    pub message: Option<String>,
    #[serde(skip)]
    pub unit: String,
    #[serde(skip)]
    pub id: CohortId,
}

impl Invitation {
    /// The letter about a cohort with these free seats to a focal point of this municipality.
    pub fn new(row: &CohortRow, free: u64, municipality: &str, message: Option<String>) -> Self {
        let cohort = &row.cohort;
        let until = enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on);
        let opening = if free > 0 { "announcements.call_open" } else { "announcements.call_full" };
        Self {
            opening: say(opening, &[("place", municipality.to_owned())]),
            course: row.version.name.clone(),
            cohort: cohort.name.clone(),
            dates: dates::period(cohort.starts_on, cohort.ends_on),
            place: cohort.place_text.clone(),
            until: dates::long(until),
            seats: (free > 0).then(|| numbers::some(free, "cupo libre", "cupos libres")),
            municipality: municipality.to_owned(),
            message,
            unit: labels::unit(&row.unit_name),
            id: cohort.id,
        }
    }

    /// Returns what the letter says, in paragraphs.
    pub fn paragraphs(&self) -> Vec<String> {
        let facts = [
            ("course", self.course.clone()),
            ("dates", self.dates.clone()),
            ("place", self.place.clone()),
            ("until", self.until.clone()),
        ];
        let facts = say("announcements.call_facts", &facts);
        [self.opening.clone(), facts].into_iter().chain(self.message.clone()).collect()
    }
}

impl Letter for Invitation {
    const TEMPLATE: &'static str = "emails/announcements/call";
    const TOPIC: Option<MailTopic> = Some(MailTopic::Calls);

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

//! The message that the team of a cohort writes to its people.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use enrolment_model::entity::enrolment::EnrolmentId;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;
use platform::texts::{say, word};
use territory_model::labels;

/// What somebody wrote.
#[derive(Clone, Debug, Default)]
pub struct MessageText {
    pub subject: String,
    pub body: String,
}

/// A message in the words of whoever runs the cohort.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CohortMessage {
    pub paragraphs: Vec<String>,
    /// «Mensaje del equipo del curso Presupuesto, cohorte Meta 2026-2.»
    pub signature: String,
    #[serde(skip)]
    subject: String,
    #[serde(skip)]
    unit: String,
    #[serde(skip)]
    path: String,
    /// `None` for a test, which is no letter of the cohort.
    #[serde(skip)]
    id: Option<CohortId>,
}

impl CohortMessage {
    pub fn new(row: &CohortRow, text: &MessageText) -> Self {
        let lines = text.body.lines().map(str::trim).filter(|line| !line.is_empty());
        Self {
            signature: say(
                "announcements.message_signature",
                &[("course", row.version.name.clone()), ("cohort", row.cohort.name.clone())],
            ),
            paragraphs: lines.map(str::to_owned).collect(),
            subject: text.subject.clone(),
            unit: labels::unit(&row.unit_name),
            path: format!("/cohortes/{}", row.cohort.id),
            id: Some(row.cohort.id),
        }
    }

    /// Returns what the letter says, in paragraphs.
    pub fn says(&self) -> Vec<String> {
        self.paragraphs.iter().chain([&self.signature]).cloned().collect()
    }

    /// The message to one of its people.
    pub fn to(&self, enrolment: EnrolmentId) -> Self {
        Self { path: format!("/inscripciones/{enrolment}"), ..self.clone() }
    }

    /// The message to whoever writes it, to be looked at.
    pub fn for_test(self) -> Self {
        let subject = subject(word("announcements.message_test"), &self.subject);
        Self { subject, id: None, ..self }
    }
}

impl Letter for CohortMessage {
    const TEMPLATE: &'static str = "emails/announcements/message";

    fn subject(&self) -> String {
        self.subject.clone()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver el curso", self.path.clone()))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        self.id.map(|id| id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<CohortMessage>()
}

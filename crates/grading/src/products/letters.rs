//! The letter that tells a learner that their product was graded or given back. What was said of it
//! is not in it: mail is read over shoulders.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;
use territory_model::labels::unit;

use super::entity::submission;
use crate::entity::activity;

#[derive(Clone, Debug, Serialize, Example)]
pub struct GradingLetter {
    /// The name of the activity.
    pub product: String,
    pub course: String,
    pub cohort: String,
    pub returned: bool,
    unit: String,
    href: String,
    id: CohortId,
}

impl GradingLetter {
    pub fn new(
        activity: &activity::Model,
        version: &submission::Model,
        returned: bool,
        row: &CohortRow,
    ) -> Self {
        Self {
            product: activity.name.clone(),
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            returned,
            unit: unit(&row.unit_name),
            href: format!("/inscripciones/{}/productos/{}", version.enrolment_id, activity.id),
            id: row.cohort.id,
        }
    }
}

impl Letter for GradingLetter {
    const TEMPLATE: &'static str = "emails/assessment/judged";

    fn subject(&self) -> String {
        let start =
            if self.returned { "Su producto fue devuelto" } else { "Su producto tiene nota" };
        subject(start, &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver mi producto", self.href.clone()))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<GradingLetter>()
}

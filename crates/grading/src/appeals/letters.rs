//! The letters of appeals, one to the coordination and one back. What was said is in neither: mail is
//! read over shoulders.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;
use territory_model::labels::unit;

use super::entity::grade_appeal::{AppealId, Model, State};
use crate::entity::activity;

/// The letter to the coordination: a learner appeals a grade.
#[derive(Clone, Debug, Serialize, Example)]
pub struct AppealLetter {
    pub activity: String,
    pub course: String,
    pub cohort: String,
    unit: String,
    id: AppealId,
    #[serde(skip)]
    cohort_id: CohortId,
}

impl AppealLetter {
    pub fn new(id: AppealId, activity: &activity::Model, row: &CohortRow) -> Self {
        Self {
            activity: activity.name.clone(),
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            unit: unit(&row.unit_name),
            id,
            cohort_id: row.cohort.id,
        }
    }
}

impl Letter for AppealLetter {
    const TEMPLATE: &'static str = "emails/assessment/appealed";

    fn subject(&self) -> String {
        subject("Reclamo de una nota", &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver el reclamo", format!("/reclamos/{}", self.id)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.cohort_id.0)
    }
}

/// The letter to the learner: their appeal was decided.
#[derive(Clone, Debug, Serialize, Example)]
pub struct AppealAnswerLetter {
    pub changed: bool,
    pub activity: String,
    pub course: String,
    pub cohort: String,
    unit: String,
    id: AppealId,
    #[serde(skip)]
    cohort_id: CohortId,
}

impl AppealAnswerLetter {
    pub fn new(appeal: &Model, activity: &activity::Model, row: &CohortRow) -> Self {
        Self {
            changed: appeal.state == State::Changed,
            activity: activity.name.clone(),
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            unit: unit(&row.unit_name),
            id: appeal.id,
            cohort_id: row.cohort.id,
        }
    }
}

impl Letter for AppealAnswerLetter {
    const TEMPLATE: &'static str = "emails/assessment/appeal_answered";

    fn subject(&self) -> String {
        subject("Su reclamo tiene respuesta", &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver la respuesta", format!("/reclamos/{}", self.id)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.cohort_id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    [samples_of::<AppealLetter>(), samples_of::<AppealAnswerLetter>()]
        .into_iter()
        .flatten()
        .collect()
}

//! The letters of surveys. None of them holds an answer, and none tells whether somebody answered an
//! anonymous one.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use enrolment_model::entity::enrolment::EnrolmentId;
use notices_model::entity::mail_opt_out::MailTopic;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::prelude::*;
use territory_model::labels::unit;

use super::entity::survey_version::Kind;
use super::rules::last_day;

/// That the satisfaction survey of a course is open.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveyOpening {
    pub course: String,
    pub cohort: String,
    /// «19 de diciembre de 2026».
    pub until: String,
    unit: String,
    enrolment: EnrolmentId,
    id: CohortId,
}

impl SurveyOpening {
    pub fn new(row: &CohortRow, enrolment: EnrolmentId, closes_at: DateTime<Utc>) -> Self {
        Self {
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            until: dates::long(last_day(closes_at)),
            unit: unit(&row.unit_name),
            enrolment,
            id: row.cohort.id,
        }
    }
}

impl Letter for SurveyOpening {
    const TEMPLATE: &'static str = "emails/surveys/opened";
    const TOPIC: Option<MailTopic> = Some(MailTopic::Surveys);

    fn subject(&self) -> String {
        subject("Su opinión", &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        let path = format!("/inscripciones/{}/encuesta", self.enrolment);
        Some(MailAction::new("Responder la encuesta", path))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

/// To the person, months after.
#[derive(Clone, Debug, Serialize, Example)]
pub struct FollowUp {
    pub course: String,
    pub cohort: String,
    /// «tres» or «seis».
    pub months: &'static str,
    /// «Profesional, Alcaldía de Mapiripán»: the post of today.
    pub work: Option<String>,
    pub is_reminder: bool,
    pub until: String,
    unit: String,
    token: String,
    id: CohortId,
}

impl FollowUp {
    pub fn new(
        row: &CohortRow,
        kind: Kind,
        work: Option<String>,
        is_reminder: bool,
        until: NaiveDate,
        token: String,
    ) -> Self {
        Self {
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            months: if kind == Kind::Months6 { "seis" } else { "tres" },
            work,
            is_reminder,
            until: dates::long(until),
            unit: unit(&row.unit_name),
            token,
            id: row.cohort.id,
        }
    }
}

impl Letter for FollowUp {
    const TEMPLATE: &'static str = "emails/surveys/follow_up";
    const TOPIC: Option<MailTopic> = Some(MailTopic::Surveys);
    const SECRET: bool = true;

    fn subject(&self) -> String {
        let start = if self.is_reminder { "Recordatorio: qué aplica" } else { "Qué aplica" };
        subject(start, &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Responder", format!("/seguimientos/{}", self.token)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

/// To the supervisor whom the person named.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Supervision {
    pub person: String,
    pub course: String,
    pub cohort: String,
    pub is_reminder: bool,
    pub until: String,
    unit: String,
    token: String,
    id: CohortId,
}

impl Supervision {
    pub fn new(
        row: &CohortRow,
        person: String,
        is_reminder: bool,
        until: NaiveDate,
        token: String,
    ) -> Self {
        Self {
            person,
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            is_reminder,
            until: dates::long(until),
            unit: unit(&row.unit_name),
            token,
            id: row.cohort.id,
        }
    }
}

impl Letter for Supervision {
    const TEMPLATE: &'static str = "emails/surveys/supervision";
    const TOPIC: Option<MailTopic> = Some(MailTopic::Surveys);
    const SECRET: bool = true;

    fn subject(&self) -> String {
        let start = if self.is_reminder {
            "Recordatorio: qué se nota"
        } else {
            "Qué se nota en el trabajo"
        };
        subject(start, &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Responder", format!("/seguimientos/{}", self.token)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    let all =
        [samples_of::<SurveyOpening>(), samples_of::<FollowUp>(), samples_of::<Supervision>()];
    all.into_iter().flatten().collect()
}

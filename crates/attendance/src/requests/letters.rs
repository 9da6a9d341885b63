//! The letter that tells a learner what was decided. What was asked is not repeated in it: mail is
//! read over shoulders, and the text may be about somebody's health.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session;
use cohorts_model::queries::CohortRow;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::prelude::*;
use territory_model::labels::unit;

use super::entity::attendance_request::{Kind, Model, RequestId, State};

#[derive(Clone, Debug, Serialize, Example)]
pub struct RequestDecisionLetter {
    /// «Su solicitud de corrección fue aceptada».
    pub said: &'static str,
    pub course: String,
    pub cohort: String,
    /// «Sesión 2, martes 24 de noviembre de 2026».
    pub session: String,
    /// What is recorded now, or will be.
    pub recorded: Option<String>,
    pub reason: Option<String>,
    unit: String,
    id: RequestId,
    start: &'static str,
    #[serde(skip)]
    cohort_id: CohortId,
}

impl RequestDecisionLetter {
    pub fn new(request: &Model, session: &session::Model, row: &CohortRow) -> Self {
        let granted = request.state == State::Granted;
        let (said, start) = match (request.kind, granted) {
            (Kind::Correction, true) => {
                ("Su solicitud de corrección fue aceptada", "Corrección aceptada")
            }
            (Kind::Correction, false) => {
                ("Su solicitud de corrección no fue aceptada", "Corrección no aceptada")
            }
            (Kind::Excuse, true) => ("Su excusa fue aceptada", "Excusa aceptada"),
            (Kind::Excuse, false) => ("Su excusa no fue aceptada", "Excusa no aceptada"),
        };
        let day = dates::with_weekday(dates::bogota_date(session.starts_at));
        Self {
            said,
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            session: format!("Sesión {}, {day}", session.position),
            recorded: request.decided_state.map(|state| state.label().to_owned()),
            reason: request.decided_reason.clone(),
            unit: unit(&row.unit_name),
            id: request.id,
            start,
            cohort_id: row.cohort.id,
        }
    }
}

impl Letter for RequestDecisionLetter {
    const TEMPLATE: &'static str = "emails/attendance/answered";

    fn subject(&self) -> String {
        subject(self.start, &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver mi solicitud", format!("/solicitudes/{}", self.id)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.cohort_id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<RequestDecisionLetter>()
}

//! The letters about attendance at risk: to the person, and to the coordination about everybody of
//! whom it is news.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use enrolment_model::entity::enrolment::EnrolmentId;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;
use platform::numbers::{people, some};
use platform::texts::say;
use territory_model::labels::unit;

use super::entity::risk_notice::RiskLevel;
use crate::labels::missing;
use crate::rules::Totals;

/// People that one letter names.
const NAMED: usize = 25;

/// The letter to a person whose attendance is at risk.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RiskLetter {
    pub course: String,
    pub cohort: String,
    pub percent: u32,
    pub minimum: i32,
    /// What is missing, or that it is out of reach.
    pub missing: String,
    /// It can still be reached.
    pub reachable: bool,
    unit: String,
    enrolment: EnrolmentId,
    id: CohortId,
}

impl RiskLetter {
    pub fn new(row: &CohortRow, enrolment: EnrolmentId, level: RiskLevel, totals: &Totals) -> Self {
        let minimum = row.cohort.minimum_attendance;
        Self {
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            percent: totals.percent().unwrap_or_default(),
            minimum,
            missing: missing(totals, minimum),
            reachable: level == RiskLevel::AtRisk,
            unit: unit(&row.unit_name),
            enrolment,
            id: row.cohort.id,
        }
    }
}

impl Letter for RiskLetter {
    const TEMPLATE: &'static str = "emails/attendance/at_risk";

    fn subject(&self) -> String {
        let Self { percent, minimum, .. } = self;
        if self.reachable {
            format!("Asistencia en riesgo: {percent} % (mínimo {minimum} %)")
        } else {
            format!("Asistencia bajo el mínimo: {percent} % (mínimo {minimum} %)")
        }
    }

    fn action(&self) -> Option<MailAction> {
        let path = format!("/inscripciones/{}/asistencia", self.enrolment);
        Some(MailAction::new("Ver mi asistencia", path))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

/// A person in the letter to the coordination.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RiskLetterLine {
    pub name: String,
    /// «72 %, puede llegar a 83 %»; with the lists still to be passed, where there are some: the level
    /// counts them, and so does the figure beside it.
    pub text: String,
}

impl RiskLetterLine {
    pub fn new(name: String, level: RiskLevel, totals: &Totals) -> Self {
        let code = match (level, totals.unlisted > 0) {
            (RiskLevel::AtRisk, false) => "attendance.risk_reachable",
            (RiskLevel::AtRisk, true) => "attendance.risk_reachable_with_lists",
            (RiskLevel::OutOfReach, false) => "attendance.risk_lost",
            (RiskLevel::OutOfReach, true) => "attendance.risk_lost_with_lists",
        };
        let percent = |value: Option<u32>| value.unwrap_or_default().to_string();
        let (now, reach) = (percent(totals.percent()), percent(totals.best()));
        Self { name, text: say(code, &[("now", now), ("reach", reach)]) }
    }
}

/// The letter to the coordination about everybody newly at risk in a cohort.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CoordinationRiskLetter {
    pub course: String,
    pub cohort: String,
    pub minimum: i32,
    /// «3 personas».
    pub count: String,
    /// «3 personas quedaron».
    pub fell: String,
    pub lines: Vec<RiskLetterLine>,
    /// «y 4 más».
    pub more: Option<String>,
    unit: String,
    id: CohortId,
}

impl CoordinationRiskLetter {
    pub fn new(row: &CohortRow, mut lines: Vec<RiskLetterLine>) -> Self {
        let all = lines.len();
        lines.truncate(NAMED);
        let more = all - lines.len();
        Self {
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            minimum: row.cohort.minimum_attendance,
            count: people(all),
            fell: some(all, "persona quedó", "personas quedaron"),
            lines,
            more: (more > 0).then(|| format!("y {more} más")),
            unit: unit(&row.unit_name),
            id: row.cohort.id,
        }
    }
}

impl Letter for CoordinationRiskLetter {
    const TEMPLATE: &'static str = "emails/attendance/people_at_risk";

    fn subject(&self) -> String {
        subject(&format!("Asistencia en riesgo, {}", self.count), &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver a quién llamar", format!("/cohortes/{}/riesgo", self.id)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    [samples_of::<RiskLetter>(), samples_of::<CoordinationRiskLetter>()]
        .into_iter()
        .flatten()
        .collect()
}

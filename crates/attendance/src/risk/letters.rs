//! The letters about attendance at risk: to the person, and to the coordination about everybody of
//! whom it is news.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use enrolment_model::entity::enrolment::EnrolmentId;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::numbers::people;
use territory_model::labels::unit;

use super::entity::risk_notice::Level;
use crate::labels::missing;
use crate::rules::Totals;

/// People that one letter names.
const NAMED: usize = 25;

/// To the person.
#[derive(Clone, Debug, Serialize)]
pub struct AtRisk {
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
}

impl AtRisk {
    pub fn new(row: &CohortRow, enrolment: EnrolmentId, level: Level, totals: &Totals) -> Self {
        let minimum = row.cohort.minimum_attendance;
        Self {
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            percent: totals.percent().unwrap_or_default(),
            minimum,
            missing: missing(totals, minimum),
            reachable: level == Level::AtRisk,
            unit: unit(&row.unit_name),
            enrolment,
        }
    }
}

impl Letter for AtRisk {
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

    fn samples() -> Vec<Self> {
        let at_risk = Self {
            course: "Gestión presupuestal territorial".into(),
            cohort: "Meta 2026-2".into(),
            percent: 72,
            minimum: 80,
            missing: "Para alcanzar el mínimo del 80 % necesita asistir a 3 de las 4 sesiones que faltan.".into(),
            reachable: true,
            unit: "Dirección territorial Meta".into(),
            enrolment: EnrolmentId(7),
        };
        let lost = Self {
            missing:
                "Ya no alcanza el mínimo del 80 %: si asiste a todo lo que falta llega a 75 %."
                    .into(),
            reachable: false,
            ..at_risk.clone()
        };
        vec![at_risk, lost]
    }
}

/// Somebody in the coordination's letter.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub name: String,
    /// «72 %, puede llegar a 83 %».
    pub text: String,
}

impl Line {
    pub fn new(name: String, level: Level, totals: &Totals) -> Self {
        let percent = totals.percent().unwrap_or_default();
        let reach = totals.reachable().unwrap_or_default();
        let text = match level {
            Level::AtRisk => format!("va en {percent} %, todavía puede llegar a {reach} %"),
            Level::OutOfReach => {
                format!("va en {percent} %, ya no alcanza: llegaría a {reach} %")
            }
        };
        Self { name, text }
    }
}

/// To the coordination.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleAtRisk {
    pub course: String,
    pub cohort: String,
    pub minimum: i32,
    /// «3 personas».
    pub count: String,
    pub lines: Vec<Line>,
    /// «y 4 más».
    pub more: Option<String>,
    unit: String,
    id: CohortId,
}

impl PeopleAtRisk {
    pub fn new(row: &CohortRow, mut lines: Vec<Line>) -> Self {
        let all = lines.len();
        lines.truncate(NAMED);
        let more = all - lines.len();
        Self {
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            minimum: row.cohort.minimum_attendance,
            count: people(all),
            lines,
            more: (more > 0).then(|| format!("y {more} más")),
            unit: unit(&row.unit_name),
            id: row.cohort.id,
        }
    }
}

impl Letter for PeopleAtRisk {
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

    fn samples() -> Vec<Self> {
        vec![Self {
            course: "Gestión presupuestal territorial".into(),
            cohort: "Meta 2026-2".into(),
            minimum: 80,
            count: "2 personas".into(),
            lines: vec![Line {
                name: "Luz Marcela Guayacán".into(),
                text: "va en 72 %, todavía puede llegar a 83 %".into(),
            }],
            more: Some("y 1 más".into()),
            unit: "Dirección territorial Meta".into(),
            id: CohortId(7),
        }]
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    [samples_of::<AtRisk>(), samples_of::<PeopleAtRisk>()].into_iter().flatten().collect()
}

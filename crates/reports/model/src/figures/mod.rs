//! The figures of a department's report, computed once from the raw facts. Every page,
//! sheet and file says these and no others (R61).

mod count;

pub use count::compute;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use attendance_model::labels::outlook_label;
use attendance_model::rules::{AttendanceRule, Outlook, Standing, Totals};
use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version::Modality;
use enrolment_model::entity::enrolment::EnrolmentId;

use super::results::Results;
use super::rules::{Period, Tally};

/// One department's report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figures {
    pub department: String,
    pub department_name: String,
    pub period: Period,
    /// What happened later is not in it.
    pub cut_off: DateTime<Utc>,
    pub summary: Summary,
    pub municipalities: Vec<MunicipalityRow>,
    pub cohorts: Vec<CohortRow>,
    /// By cohort, then by surname. A cut keeps nobody.
    #[serde(skip)]
    pub attendance: Vec<AttendanceRow>,
    /// How many people each cohort has in the list of each municipality, by the cohorts' order.
    #[serde(skip)]
    pub lists: Vec<ListCount>,
    /// What was learnt and thought; not on every page, and not in cuts of before.
    #[serde(default)]
    pub results: Option<Results>,
    /// Of a cut: no list stands behind its figures.
    #[serde(skip)]
    pub is_frozen: bool,
    /// The day that is over at whose end this was known; nothing is what is known now.
    #[serde(skip)]
    pub as_of: Option<NaiveDate>,
}

impl Figures {
    /// Takes the sessions of some of its cohorts from figures of these alone, and their people if wanted.
    pub fn show(&mut self, part: Self, people: bool) {
        let of: HashMap<CohortId, usize> =
            self.cohorts.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
        let place = |row: &CohortRow| of.get(&row.id).copied();
        let places: Vec<Option<usize>> = part.cohorts.iter().map(place).collect();
        let at = |cohort: usize| places.get(cohort).copied().flatten();
        if people {
            let rows = part.attendance.into_iter();
            self.attendance = rows
                .filter_map(|row| Some(AttendanceRow { cohort: at(row.cohort)?, ..row }))
                .collect();
        }
        for (cohort, row) in part.cohorts.into_iter().enumerate() {
            if let Some(here) = at(cohort).and_then(|place| self.cohorts.get_mut(place)) {
                here.columns = row.columns;
            }
        }
    }

    /// Its cohorts that have somebody, in their order, in parts of about so many people each.
    pub fn parts(&self, people: u64) -> Vec<Vec<CohortId>> {
        let mut parts = Vec::new();
        let (mut part, mut held) = (Vec::new(), 0);
        for row in self.cohorts.iter().filter(|row| row.enrolled > 0) {
            if held > 0 && held + row.enrolled > people {
                parts.push(std::mem::take(&mut part));
                held = 0;
            }
            part.push(row.id);
            held += row.enrolled;
        }
        if !part.is_empty() {
            parts.push(part);
        }
        parts
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub cohorts: u64,
    pub sessions_held: u64,
    pub sessions_planned: u64,
    pub minutes_held: i64,
    /// Confirmed places.
    pub enrolled: u64,
    /// Different people among them.
    pub people: u64,
    /// Places with at least one session attended.
    pub attended: u64,
    pub tally: Tally,
    pub certified: u64,
    pub municipalities: u64,
    /// Municipalities with somebody who attended in the period.
    pub covered: u64,
    /// Municipalities with nobody who ever attended.
    pub never: u64,
}

/// Whether training has reached a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    InPeriod,
    AnotherTime,
    Never,
}

impl Reach {
    pub fn label(self) -> &'static str {
        match self {
            Self::InPeriod => "En el periodo",
            Self::AnotherTime => "En otro periodo",
            Self::Never => "Nunca",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MunicipalityRow {
    pub code: String,
    pub name: String,
    /// Degrees north and east, where the map draws it.
    pub at: (f64, f64),
    /// PDET subregion.
    pub pdet: Option<String>,
    pub reach: Reach,
    pub cohorts: u64,
    pub enrolled: u64,
    pub attended: u64,
    pub tally: Tally,
    pub certified: u64,
    /// Codes of the capacities that its certificates of the period target.
    pub capacities: Vec<String>,
    /// How many certificates of the period target each.
    #[serde(default)]
    pub certified_for: BTreeMap<String, u64>,
    /// The last day on which somebody of it attended.
    pub last: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortRow {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub modality: Modality,
    pub stage: cohort::Stage,
    /// A cut of before knows none.
    #[serde(default)]
    pub milestones: Milestones,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub sessions_held: u64,
    pub sessions_planned: u64,
    pub minutes_held: i64,
    pub course_hours: i32,
    pub seats: i32,
    /// Of every department.
    pub enrolled_anywhere: i64,
    pub enrolled: u64,
    pub attended: u64,
    pub tally: Tally,
    pub rule: AttendanceRule,
    pub certified: u64,
    /// Position and day of each session of the period, in order.
    pub columns: Vec<SessionColumn>,
}

/// On which days a cohort reached what its dates had planned (R17); none of what has not happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestones {
    pub published: Option<NaiveDate>,
    pub started: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionColumn {
    pub position: i32,
    pub day: NaiveDate,
    pub cancelled: bool,
    /// Of everybody of the department in this one session.
    pub tally: Tally,
}

/// The people of a cohort that a municipality's list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListCount {
    /// Place in [`Figures::cohorts`].
    pub cohort: usize,
    pub municipality_code: String,
    pub enrolled: u64,
    pub attended: u64,
    pub certified: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceRow {
    pub enrolment: EnrolmentId,
    /// Place in [`Figures::cohorts`].
    pub cohort: usize,
    pub person: String,
    /// Masked: what a report shows of it.
    pub document: String,
    pub municipality_code: String,
    pub municipality: String,
    pub entity: Option<String>,
    /// One for each of the cohort's columns.
    pub standings: Vec<Standing>,
    /// Which of them were written after the session was closed.
    pub changed: Vec<bool>,
    pub totals: Totals,
    pub minutes: i64,
    /// Holds a certificate issued in the period.
    pub certified: bool,
    pub state: PersonState,
}

/// How a person stands before the cohort's minimum, over all its sessions so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    Certified,
    /// Nothing held yet counts for the person.
    Waiting,
    OnTrack,
    AtRisk,
    OutOfReach,
}

impl PersonState {
    pub fn label(self) -> &'static str {
        match self {
            Self::Certified => "Con certificado",
            Self::Waiting => outlook_label(Outlook::OnTrack, false),
            Self::OnTrack => outlook_label(Outlook::OnTrack, true),
            Self::AtRisk => outlook_label(Outlook::AtRisk, true),
            Self::OutOfReach => outlook_label(Outlook::OutOfReach, true),
        }
    }

    /// The style sheet's tone.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Certified | Self::OnTrack => "success",
            Self::Waiting => "info",
            Self::AtRisk => "warning",
            Self::OutOfReach => "error",
        }
    }
}

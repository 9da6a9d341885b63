//! The figures of a department's report, computed once from the raw facts. Every page,
//! sheet and file says these and no others (R61).

mod count;

pub use count::compute;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use attendance_model::labels::reachability_label;
use attendance_model::rules::{AttendanceRule, Reachability, SessionStanding, Totals};
use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version::Modality;
use enrolment_model::entity::enrolment::{EnrolmentId, Origin};
use platform::example::Example;
use platform::texts::Words;

use super::programme::never_attended;
use super::results::Results;
use super::rules::{AttendanceTally, Period};

/// One department's report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportFigures {
    pub department: String,
    pub department_name: String,
    pub period: Period,
    /// The last moment that the report knows; later events are not in it.
    pub cut_off: DateTime<Utc>,
    pub summary: Summary,
    pub municipalities: Vec<MunicipalityRow>,
    pub cohorts: Vec<CohortRow>,
    /// The people, by cohort and then by surname. A cut (frozen report) holds none.
    #[serde(skip)]
    pub attendance: Vec<AttendanceRow>,
    /// How many people each cohort has in its own list and in that of each municipality, by the cohorts'
    /// order.
    #[serde(skip)]
    pub lists: Vec<ListCount>,
    /// What people learnt and thought. `None` on pages that do not ask for it, and in cuts that are older than
    /// this part.
    #[serde(default)]
    pub results: Option<Results>,
    /// Whether this is a cut, whose figures link to no list of people.
    #[serde(skip)]
    pub is_frozen: bool,
    /// The past day at whose end the report stops. `None` means the present.
    #[serde(skip)]
    pub as_of: Option<NaiveDate>,
    /// The units whose municipalities alone it is about, as addresses write them. Empty means all.
    #[serde(skip)]
    pub units: String,
}

impl ReportFigures {
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

    /// Divides the cohorts that have enrolments, in their order, into parts of at most `people` enrolments; a
    /// larger cohort is a part of its own.
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

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Example)]
pub struct Summary {
    pub cohorts: u64,
    pub sessions_held: u64,
    pub sessions_planned: u64,
    pub minutes_held: i64,
    /// Confirmed enrolments.
    pub enrolled: u64,
    /// How many different people these are.
    pub people: u64,
    /// Enrolments with at least one session attended.
    pub attended: u64,
    pub tally: AttendanceTally,
    pub certified: u64,
    #[serde(flatten, default)]
    pub apart: CountsApart,
    /// Whether `apart` was counted, and constancias are not among the certificates: in cuts of before they
    /// are, and shares are cut instead of rounded.
    #[serde(default)]
    pub tells_apart: bool,
    pub municipalities: u64,
    /// Municipalities of which a person attended in the period.
    pub covered: u64,
    /// Municipalities of which no person attended until the last day of the period.
    pub never: u64,
}

/// What is counted of enrolments beside those enrolled, attending and certified. Zeros in cuts that are
/// older than these counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Example)]
#[serde(default)]
pub struct CountsApart {
    /// Enrolments of cohorts whose first day has come.
    pub begun: u64,
    /// Enrolments with sessions of the period that count, who attended none.
    pub never_attended: u64,
    /// Enrolments with a constancia issued in the period: they came, and it is no capacity.
    pub attested: u64,
}

impl CountsApart {
    pub fn join(&mut self, other: &Self) {
        self.begun += other.begun;
        self.never_attended += other.never_attended;
        self.attested += other.attested;
    }
}

/// Whether training has reached a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Words)]
#[serde(rename_all = "snake_case")]
#[words("reports.reach_")]
pub enum Reach {
    InPeriod,
    AnotherTime,
    Never,
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
    pub tally: AttendanceTally,
    pub certified: u64,
    #[serde(flatten, default)]
    pub apart: CountsApart,
    /// Codes of the capacities that its certificates of the period target.
    pub capacities: Vec<String>,
    /// How many certificates of the period target each capacity, by its code.
    #[serde(default)]
    pub certified_for: BTreeMap<String, u64>,
    /// The last day on which a person of the municipality attended.
    pub last: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortRow {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub modality: Modality,
    pub stage: cohort::Stage,
    /// Empty in cuts that are older than this field.
    #[serde(default)]
    pub milestones: Milestones,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub sessions_held: u64,
    pub sessions_planned: u64,
    pub minutes_held: i64,
    pub course_hours: i32,
    pub seats: i32,
    /// Confirmed enrolments of the whole cohort, whatever the department.
    pub enrolled_anywhere: i64,
    pub enrolled: u64,
    pub attended: u64,
    pub tally: AttendanceTally,
    pub rule: AttendanceRule,
    pub certified: u64,
    #[serde(flatten, default)]
    pub apart: CountsApart,
    /// The sessions of the period, in order.
    pub columns: Vec<SessionColumn>,
}

/// The days on which a cohort was published, started and closed (R17). `None` means that it has not
/// happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestones {
    pub published: Option<NaiveDate>,
    pub started: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionColumn {
    /// The number of the session in its cohort.
    pub position: i32,
    pub day: NaiveDate,
    pub cancelled: bool,
    /// The attendance of the people of the department in this one session.
    pub tally: AttendanceTally,
}

impl SessionColumn {
    pub fn number(&self) -> Option<usize> {
        usize::try_from(self.position).ok()
    }
}

/// The people of a cohort that a list shows: a municipality's, or the cohort's own. Who moved stands in those
/// of several municipalities and once in the cohort's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListCount {
    /// Place in [`ReportFigures::cohorts`].
    pub cohort: usize,
    /// Empty in the cohort's own list.
    pub municipality_code: String,
    pub enrolled: u64,
    pub attended: u64,
    pub certified: u64,
    pub apart: CountsApart,
    /// Who is at risk ([`PersonState::is_at_risk`]) and whose post is unconfirmed, where the query counts person
    /// by person.
    pub at_risk: u64,
    pub unconfirmed: u64,
}

impl ListCount {
    /// Adds a row of the list; `is_each` says whether people are counted one by one.
    fn add(&mut self, row: &AttendanceRow, is_each: bool) {
        self.enrolled += 1;
        self.attended += u64::from(row.totals.attended > 0);
        self.certified += u64::from(row.certified);
        self.apart.join(&row.apart());
        self.at_risk += u64::from(is_each && row.state.is_at_risk());
        self.unconfirmed += u64::from(row.is_unconfirmed);
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceRow {
    pub enrolment: EnrolmentId,
    /// Place in [`ReportFigures::cohorts`].
    pub cohort: usize,
    pub person: String,
    /// Masked: what a report shows of it.
    pub document: String,
    /// How the enrolment came about, as it is known now.
    pub origin: Origin,
    /// Of the home: the last municipality of the department that the period shows.
    pub municipality_code: String,
    pub municipality: String,
    pub entity: Option<String>,
    /// One for each of the cohort's columns.
    pub standings: Vec<SessionStanding>,
    /// Which of them were written after the session was closed.
    pub changed: Vec<bool>,
    pub totals: Totals,
    pub minutes: i64,
    /// Holds a certificate issued in the period.
    pub certified: bool,
    /// Holds a constancia issued in the period.
    pub attested: bool,
    pub state: PersonState,
    pub is_unconfirmed: bool,
    /// Whether the first day of the cohort has come.
    pub has_begun: bool,
    /// The row as each of its municipalities tells it, the home first; empty where there is one alone.
    pub parts: Vec<Self>,
}

impl AttendanceRow {
    /// Returns the row as a municipality tells it, and as the department does where the code is empty. `None`
    /// means that nothing of it counts there.
    pub fn of(&self, municipality: &str) -> Option<&Self> {
        if municipality.is_empty() {
            return Some(self);
        }
        self.by_municipality().iter().find(|row| row.municipality_code == municipality)
    }

    /// The row as each of its municipalities tells it.
    pub fn by_municipality(&self) -> &[Self] {
        if self.parts.is_empty() { std::slice::from_ref(self) } else { &self.parts }
    }

    /// What is counted of it beside attendance and certificates.
    pub fn apart(&self) -> CountsApart {
        CountsApart {
            begun: u64::from(self.has_begun),
            never_attended: u64::from(never_attended(&self.totals)),
            attested: u64::from(self.attested),
        }
    }
}

/// How a person stands before the cohort's minimum, over all its sessions so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    Certified,
    /// Holds a constancia.
    Attested,
    /// Nothing held yet counts for the person.
    Waiting,
    OnTrack,
    AtRisk,
    OutOfReach,
}

impl PersonState {
    /// Whether the minimum may be missed or is out of reach, as the grid of the cohort says it.
    pub fn is_at_risk(self) -> bool {
        matches!(self, Self::AtRisk | Self::OutOfReach)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Certified => "Con certificado",
            Self::Attested => "Con constancia",
            Self::Waiting => reachability_label(Reachability::OnTrack, false),
            Self::OnTrack => reachability_label(Reachability::OnTrack, true),
            Self::AtRisk => reachability_label(Reachability::AtRisk, true),
            Self::OutOfReach => reachability_label(Reachability::OutOfReach, true),
        }
    }

    /// The style sheet's tone.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Certified | Self::Attested | Self::OnTrack => "success",
            Self::Waiting => "info",
            Self::AtRisk => "warning",
            Self::OutOfReach => "error",
        }
    }
}

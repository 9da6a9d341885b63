//! The raw facts of a department's report, as they are read.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, FromQueryResult};

use attendance_model::rules::{AttendanceRule, Counting};
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use courses_model::entity::course_version::{CourseVersionId, Modality};
use enrolment_model::entity::enrolment::{EnrolmentId, Origin};
use people_model::entity::person::{DocumentType, PersonId};
use people_model::queries::Name;
use territory_model::entity::municipality;
use territory_model::queries::served_by;

use super::closed::ClosedCohortSums;
use super::codes_of;
use crate::asof::Knowledge;
use crate::results::queries::ResultFacts;
use crate::rules::Period;

/// What a report is about: a department's people and cohorts within a period.
#[derive(Clone, Debug)]
pub struct ReportQuery {
    pub department: String,
    /// The units whose municipalities alone it is about. Empty means all of the department.
    pub units: Vec<String>,
    pub period: Period,
    /// The only cohorts to read, as for the page of one cohort. `None` means all of the report.
    pub cohorts: Option<Vec<CohortId>>,
    pub depth: Depth,
    /// Whether the results are read too: what people learnt and thought.
    pub results: bool,
    /// Whether closed cohorts are counted person by person too, with what is not kept of them: who is at risk,
    /// and whose post nobody confirmed.
    pub each: bool,
    /// The moment up to which the report knows what happened.
    pub knowledge: Knowledge,
}

impl ReportQuery {
    /// Everything of a department in a period.
    pub fn new(department: &str, period: Period, depth: Depth) -> Self {
        Self {
            department: department.to_owned(),
            units: Vec::new(),
            period,
            cohorts: None,
            depth,
            results: false,
            each: false,
            knowledge: Knowledge::Now,
        }
    }

    /// Everybody of these cohorts alone.
    pub fn of_cohorts(department: &str, period: Period, cohorts: Vec<CohortId>) -> Self {
        Self { cohorts: Some(cohorts), ..Self::new(department, period, Depth::People) }
    }

    /// Returns the query for every person of these cohorts alone, with the same days and knowledge.
    pub fn narrowed(&self, cohorts: Vec<CohortId>) -> Self {
        let narrowed = Self::of_cohorts(&self.department, self.period, cohorts);
        let units = self.units.clone();
        Self { each: self.each, units, ..narrowed.with_knowledge(self.knowledge) }
    }

    /// Of the municipalities of the department that these units serve.
    pub fn with_units(self, units: Vec<String>) -> Self {
        Self { units, ..self }
    }

    /// The codes of its municipalities, as a subquery.
    pub fn codes(&self) -> SelectStatement {
        let mut codes = codes_of(&self.department);
        if !self.units.is_empty() {
            let units: Vec<&str> = self.units.iter().map(String::as_str).collect();
            codes.and_where(municipality::Column::Code.in_subquery(served_by(&units)));
        }
        codes
    }

    /// Person by person, if asked.
    pub fn with_each(self, each: bool) -> Self {
        Self { each, ..self }
    }

    /// With what was learnt and thought.
    pub fn with_results(self) -> Self {
        Self { results: true, ..self }
    }

    /// As it was known.
    pub fn with_knowledge(self, knowledge: Knowledge) -> Self {
        Self { knowledge, ..self }
    }
}

/// How far a report reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Everybody, each with every session.
    #[default]
    People,
    /// The same figures without the list of people: closed cohorts by their kept sums.
    Totals,
    /// The part of the totals that the page of results needs.
    Results,
    /// How long the lists of people are, and nothing else.
    Lists,
}

/// The places and cohorts that a report speaks of, before anything of them is read.
#[derive(Clone, Debug)]
pub struct Frame {
    pub municipalities: Vec<MunicipalityFact>,
    pub cohorts: Vec<CohortFact>,
}

#[derive(Clone, Debug, Default)]
pub struct ReportFacts {
    pub knowledge: Knowledge,
    pub depth: Depth,
    /// Whether everybody is counted person by person ([`ReportQuery::each`]).
    pub each: bool,
    pub municipalities: Vec<MunicipalityFact>,
    pub cohorts: Vec<CohortFact>,
    pub sessions: Vec<SessionFact>,
    /// The confirmed enrolments; the person is read at [`Depth::People`] only.
    pub enrolments: Vec<(EnrolmentFact, Option<PersonFact>)>,
    /// Marks written after their session was closed.
    pub after_closing: HashSet<(SessionId, EnrolmentId)>,
    /// The municipalities that enrolments were counted for before a coordination moved them.
    pub earlier: Vec<EarlierAttributionFact>,
    /// The stored sums of the closed cohorts whose people are not in `enrolments`.
    pub closed: ClosedCohortSums,
    /// `None` where the query does not ask for results.
    pub results: Option<ResultFacts>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct MunicipalityFact {
    pub code: String,
    pub name: String,
    pub pdet: Option<String>,
    pub lat: f64,
    pub lon: f64,
    /// Whether a person of it, with a confirmed enrolment, attended a session until the period's last day.
    pub ever: bool,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct CohortFact {
    pub id: CohortId,
    pub name: String,
    pub version: CourseVersionId,
    pub course: String,
    pub modality: Modality,
    pub stage: cohort::Stage,
    pub published_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub hours: i32,
    pub seats: i32,
    pub minimum_attendance: i32,
    pub late_after_minutes: i32,
    pub partial_hours: bool,
    pub excused_counts: bool,
    pub dispensed_counts: bool,
    pub correction_days: i32,
    /// Confirmed enrolments of the whole cohort, whatever the department.
    pub enrolled: i64,
    /// The municipalities of the department that it is for, «50001,50325», and the capacities that its
    /// version targets, joined like these.
    pub places: Option<String>,
    pub capacities: Option<String>,
    #[sea_orm(nested)]
    pub sums: SessionSums,
}

impl CohortFact {
    pub fn rule(&self) -> AttendanceRule {
        let counting = Counting {
            late_after_minutes: self.late_after_minutes,
            partial_hours: self.partial_hours,
            excused_counts: self.excused_counts,
            dispensed_counts: self.dispensed_counts,
            correction_days: self.correction_days,
        };
        AttendanceRule { minimum: self.minimum_attendance, counting }
    }
}

/// The sessions of a cohort as [`super::cohort_totals`] keeps them; empty where nothing is kept.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct SessionSums {
    pub sessions_held: Option<i64>,
    pub sessions_planned: Option<i64>,
    pub minutes_held: Option<i64>,
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    pub is_moved: Option<bool>,
}

impl SessionSums {
    /// Whether they are all that there is to say of a period: every session is in it, and everybody is
    /// counted for one municipality.
    pub fn are_whole_in(&self, period: Period) -> bool {
        let within = |at: Option<DateTime<Utc>>| at.is_some_and(|at| period.holds(at));
        self.is_moved == Some(false) && within(self.first_at) && within(self.last_at)
    }
}

/// The columns of a [`SessionFact`].
pub(crate) const SESSION: [session::Column; 6] = [
    session::Column::Id,
    session::Column::CohortId,
    session::Column::Position,
    session::Column::StartsAt,
    session::Column::EndsAt,
    session::Column::Stage,
];

#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionFact {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub stage: session::Stage,
}

impl SessionFact {
    pub fn minutes(&self) -> i64 {
        (self.ends_at - self.starts_at).num_minutes()
    }
}

/// A confirmed enrolment that counts for a municipality of the department.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EnrolmentFact {
    pub id: EnrolmentId,
    pub cohort_id: CohortId,
    pub person_id: PersonId,
    pub origin: Origin,
    pub municipality_code: String,
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Every mark that counts, «12p,13a»: one text a person instead of a row a mark.
    pub marks: Option<String>,
    /// When the certificate that is valid today was issued, and when the constancia.
    pub certified_at: Option<DateTime<Utc>>,
    pub attested_at: Option<DateTime<Utc>>,
    /// Whether the post in its municipality is unconfirmed (R31), where the query counts person by person.
    pub is_unconfirmed: bool,
}

/// The person of an enrolment, for the lists that show names.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PersonFact {
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
    /// Entity of the post that the enrolment counts for.
    pub entity: Option<String>,
}

/// The municipality that an enrolment was counted for between two instants.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EarlierAttributionFact {
    pub enrolment_id: EnrolmentId,
    pub municipality_code: String,
    pub from_at: DateTime<Utc>,
    pub until_at: DateTime<Utc>,
    /// Entity of the post of then, where it was noted.
    pub entity: Option<String>,
}

/// The columns of a [`CountingFact`].
pub(crate) const COUNTING: [cohort::Column; 5] = [
    cohort::Column::LateAfterMinutes,
    cohort::Column::PartialHours,
    cohort::Column::ExcusedCounts,
    cohort::Column::DispensedCounts,
    cohort::Column::CorrectionDays,
];

/// How the attendance of a cohort counts.
#[derive(FromQueryResult)]
pub(crate) struct CountingFact {
    late_after_minutes: i32,
    partial_hours: bool,
    excused_counts: bool,
    dispensed_counts: bool,
    correction_days: i32,
}

impl CountingFact {
    pub fn counting(&self) -> Counting {
        Counting {
            late_after_minutes: self.late_after_minutes,
            partial_hours: self.partial_hours,
            excused_counts: self.excused_counts,
            dispensed_counts: self.dispensed_counts,
            correction_days: self.correction_days,
        }
    }
}

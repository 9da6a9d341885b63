//! What those who answer for a municipality read of it: who holds what, what was taught, what the indices
//! say and what is asked for. Each figure is counted by the capability whose it is.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _,
};

use capacities_model::entity::{capacity, capacity_indicator};
use capacities_model::queries as framework;
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use courses_model::entity::{course_version, course_version_capacity};
use indicators_model::queries::{ValueRecord, values_of};
use ledger_model::as_of::AsOf;
use ledger_model::figures::{Count, Span, count};
use ledger_model::queries::spans;
use needs_model::entity::need;
use needs_model::queries::alike;
use platform::prelude::*;

use super::queries::among;
use crate::queries::with_people_of;
use crate::rules::Period;

/// More pieces of cohorts than these no page tells.
const MOST: u64 = 400;
/// Before any cohort.
const FIRST_YEAR: i32 = 2000;

/// A cohort of which somebody with a confirmed seat counts, or counted, for the municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachedCohort {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub stage: Stage,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// What its course builds, by code.
    pub capacities: Vec<String>,
}

impl ReachedCohort {
    fn is_over(&self) -> bool {
        self.stage == Stage::Closed
    }
}

/// A cohort with one of its capacities, as a statement reads it.
#[derive(FromQueryResult)]
struct CohortPiece {
    id: CohortId,
    name: String,
    course: String,
    stage: Stage,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    capacity: Option<String>,
}

/// The facts of a municipality.
pub struct MunicipalityFacts {
    pub framework: Vec<capacity::Model>,
    pub spans: Vec<Span>,
    /// The latest first.
    pub cohorts: Vec<ReachedCohort>,
    /// Open needs, the earliest deadline first.
    pub needs: Vec<need::Model>,
    pub indicators: Vec<capacity_indicator::Model>,
    /// By index and indicator, the latest year first.
    pub values: Vec<ValueRecord>,
    pub today: NaiveDate,
}

/// Reads the facts. Six statements.
///
/// # Errors
/// The database's.
pub async fn read(
    db: &impl ConnectionTrait,
    code: &str,
    as_of: &AsOf,
) -> Result<MunicipalityFacts, DbErr> {
    Ok(MunicipalityFacts {
        framework: framework::capacities(db).await?,
        spans: spans(db, as_of, code).await?,
        cohorts: reached(db, code, as_of.day).await?,
        needs: alike(db, code, (None, None)).await?,
        indicators: framework::indicators(db).await?,
        values: values_of(db, code).await?,
        today: as_of.day,
    })
}

async fn reached(
    db: &impl ConnectionTrait,
    code: &str,
    today: NaiveDate,
) -> Result<Vec<ReachedCohort>, DbErr> {
    let from = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or(today);
    let pieces: Vec<CohortPiece> = cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::Name,
            cohort::Column::Stage,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
        ])
        .column_as(course_version::Column::Name, "course")
        .column_as(course_version_capacity::Column::CapacityCode, "capacity")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join(JoinType::LeftJoin, course_version_capacity::Relation::CourseVersion.def().rev())
        .filter(with_people_of(&among([code]), Period { from, to: today }))
        .filter(cohort::Column::Stage.ne(Stage::Cancelled))
        .order_by_desc(cohort::Column::StartsOn)
        .order_by_desc(cohort::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    let mut cohorts: Vec<ReachedCohort> = Vec::new();
    for piece in pieces {
        if let Some(last) = cohorts.last_mut().filter(|last| last.id == piece.id) {
            last.capacities.extend(piece.capacity);
            continue;
        }
        cohorts.push(ReachedCohort {
            id: piece.id,
            name: piece.name,
            course: piece.course,
            stage: piece.stage,
            starts_on: piece.starts_on,
            ends_on: piece.ends_on,
            capacities: piece.capacity.into_iter().collect(),
        });
    }
    Ok(cohorts)
}

/// Where a capacity stands in the municipality: who holds it, how often it was taught, and what the index
/// that speaks of it says.
pub struct CapacityStanding<'a> {
    pub capacity: &'a capacity::Model,
    pub count: Count,
    /// Cohorts with people of the municipality that are closed, and those that are not.
    pub taught: usize,
    pub running: usize,
    pub value: Option<&'a ValueRecord>,
}

impl CapacityStanding<'_> {
    /// Whether somebody held it who no longer counts, and nobody does.
    pub fn is_lost(&self) -> bool {
        self.count.in_post() == 0 && self.count.left > 0
    }

    /// Whether the municipality can be said to lack it.
    pub fn is_lacking(&self) -> bool {
        self.count.in_post() == 0 && self.capacity.is_taught()
    }
}

impl MunicipalityFacts {
    /// Every capacity of the framework, in its order; those that nobody is taught alone come last.
    pub fn standings(&self) -> Vec<CapacityStanding<'_>> {
        let mut all: Vec<_> =
            self.framework.iter().map(|capacity| self.standing(capacity)).collect();
        all.sort_by_key(|one| !one.capacity.is_taught());
        all
    }

    fn standing<'a>(&'a self, capacity: &'a capacity::Model) -> CapacityStanding<'a> {
        let code = capacity.code.as_str();
        let of = self.spans.iter().filter(|span| span.capacity.as_deref() == Some(code));
        let builds = |cohort: &&ReachedCohort| cohort.capacities.iter().any(|one| one == code);
        let taught = self.cohorts.iter().filter(builds);
        let (over, running): (Vec<_>, Vec<_>) = taught.partition(|cohort| cohort.is_over());
        let mut own =
            self.indicators.iter().filter(|one| one.capacity_code == code && !one.retired);
        let value = own.find_map(|one| self.latest(&one.index_name, &one.indicator_code));
        CapacityStanding {
            capacity,
            count: count(of, self.today),
            taught: over.len(),
            running: running.len(),
            value,
        }
    }

    fn latest(&self, index: &str, indicator: &str) -> Option<&ValueRecord> {
        self.values.iter().find(|one| one.scheme == index && one.subject == indicator)
    }

    /// The people certified for any capacity, each once.
    pub fn certified(&self) -> Count {
        count(self.spans.iter().filter(|span| span.capacity.is_some()), self.today)
    }

    /// The people in post that are known, certified or not.
    pub fn in_post(&self) -> Count {
        count(self.spans.iter().filter(|span| span.capacity.is_none()), self.today)
    }

    /// The capacity to build first: one that is asked for and that nobody holds, one that was lost, or one
    /// that nobody ever held.
    pub fn first_lacking(&self) -> Option<&capacity::Model> {
        let lacking: Vec<_> =
            self.standings().into_iter().filter(CapacityStanding::is_lacking).collect();
        let is_asked = |one: &&CapacityStanding<'_>| {
            self.needs.iter().any(|need| need.capacity_code == one.capacity.code)
        };
        let asked = lacking.iter().find(is_asked);
        let lost = || lacking.iter().find(|one| one.is_lost());
        asked.or_else(lost).or(lacking.first()).map(|one| one.capacity)
    }
}

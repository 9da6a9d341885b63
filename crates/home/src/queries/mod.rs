//! What needs doing, counted and listed: each function is one statement unless it says more.

mod cohorts;
mod offices;
mod people;
mod tour;

pub use cohorts::*;
pub use offices::*;
pub use people::*;
pub use tour::*;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::cohort_municipality;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::queries::open_on;
use courses_model::entity::course_version;
use platform::dates;

/// Rows that one list of a home page shows; its number says how many there are.
pub const SHOWN: u64 = 12;

/// A cohort as home pages name it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CohortLine {
    pub id: CohortId,
    pub public_code: String,
    pub name: String,
    pub course: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

fn cohort_lines() -> Select<cohort::Entity> {
    cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::PublicCode,
            cohort::Column::Name,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
        ])
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
}

/// Cohorts that take enrolments, the first to begin first, and how many there are; two
/// statements. `towards` narrows them to some municipalities.
pub async fn open_cohorts(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    towards: Option<Vec<String>>,
) -> Result<(Vec<CohortLine>, u64), DbErr> {
    let mut open = cohort::Entity::find().filter(open_on(today));
    let mut lines = cohort_lines().filter(open_on(today));
    if let Some(codes) = towards {
        let reached = Query::select()
            .column(cohort_municipality::Column::CohortId)
            .from(cohort_municipality::Entity)
            .and_where(cohort_municipality::Column::MunicipalityCode.is_in(codes))
            .to_owned();
        open = open.filter(cohort::Column::Id.in_subquery(reached.clone()));
        lines = lines.filter(cohort::Column::Id.in_subquery(reached));
    }
    let rows = lines
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await?;
    Ok((rows, open.count(db).await?))
}

/// A meeting with what names it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HomeMeeting {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: Option<String>,
    pub link: Option<String>,
    pub stage: session::Stage,
    pub cohort: String,
    pub course: String,
}

impl HomeMeeting {
    /// Whether its day is here.
    pub fn has_come(&self, now: DateTime<Utc>) -> bool {
        dates::bogota_date(self.starts_at) <= dates::bogota_date(now)
    }
}

/// Meetings of cohorts that take place.
fn meetings() -> Select<session::Entity> {
    meetings_of(&[Stage::Confirmed, Stage::Running])
}

fn meetings_of(stages: &[Stage]) -> Select<session::Entity> {
    session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::CohortId,
            session::Column::Position,
            session::Column::StartsAt,
            session::Column::EndsAt,
            session::Column::Place,
            session::Column::Link,
            session::Column::Stage,
        ])
        .column_as(cohort::Column::Name, "cohort")
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(cohort::Column::Stage.is_in(stages.iter().copied()))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
}

/// A meeting of a list that is longer than what is shown.
#[derive(FromQueryResult)]
struct CountedMeeting {
    #[sea_orm(nested)]
    meeting: HomeMeeting,
    total: i64,
}

/// Meetings that are over and whose attendance is missing (planned) or still open (held),
/// of the cohorts within a scope: the oldest of them, and how many.
pub async fn unfinished(
    db: &impl ConnectionTrait,
    scope: Condition,
    stages: &[session::Stage],
    now: DateTime<Utc>,
) -> Result<(Vec<HomeMeeting>, u64), DbErr> {
    let rows: Vec<CountedMeeting> = meetings()
        .column_as(Expr::cust("COUNT(*) OVER ()"), "total")
        .filter(scope)
        .filter(session::Column::Stage.is_in(stages.iter().copied()))
        .filter(session::Column::EndsAt.lt(now))
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let rows = rows.into_iter().map(|row| row.meeting).collect();
    Ok((rows, u64::try_from(total).unwrap_or(0)))
}

/// The meeting under way and the next ones, as many as a list shows, of the cohorts within a scope: those
/// that are not over and whose list is not ended.
pub async fn coming(
    db: &impl ConnectionTrait,
    scope: Condition,
    now: DateTime<Utc>,
) -> Result<Vec<HomeMeeting>, DbErr> {
    meetings()
        .filter(scope)
        .filter(session::Column::Stage.is_in([session::Stage::Planned, session::Stage::Held]))
        .filter(session::Column::EndsAt.gt(now))
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await
}

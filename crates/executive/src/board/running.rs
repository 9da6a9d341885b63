//! The cohorts of an actor's units that are confirmed or running, and those of a territory that are to begin.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _,
};

use attendance_model::risk::below_minimum;
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::session;
use cohorts_model::policy::unit_scope;
use courses_model::entity::course_version;
use enrolment_model::quorum::confirmed;
use platform::db::scalar;
use reports_model::programme::counts;
use sign_in_model::actor::Actor;

use crate::operation::serving;
use crate::query::{Ambit, Breakdown, ExecutiveQuery};

/// The most cohorts that a board shows.
pub const SHOWN: usize = 12;

#[derive(Clone, Debug, FromQueryResult)]
pub struct RunningCohort {
    pub id: CohortId,
    pub unit_code: String,
    /// Whether the reader runs it, and not only its unit.
    #[sea_orm(skip)]
    pub is_run: bool,
    pub name: String,
    pub course: String,
    pub stage: Stage,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub seats: i32,
    pub taken: i64,
    /// People below the minimum attendance, those who cannot reach it any more too.
    pub below: i64,
    /// Sessions that are over and have no attendance.
    #[sea_orm(from_alias = "late")]
    pub without_attendance: i64,
    /// Sessions that are still to be held.
    #[sea_orm(from_alias = "left")]
    pub to_hold: i64,
}

impl RunningCohort {
    pub fn is_to_close(&self) -> bool {
        self.stage == Stage::Running && self.to_hold == 0
    }
}

fn planned() -> SelectStatement {
    Query::select()
        .expr(Expr::col((session::Entity, session::Column::Id)).count())
        .from(session::Entity)
        .and_where(
            Expr::col((session::Entity, session::Column::CohortId))
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(session::Column::Stage.eq(session::Stage::Planned))
        .to_owned()
}

/// Reads the running cohorts that end first, one more than are shown. `None` where the actor reads the work
/// of no unit, or the query is about the whole country. One statement.
///
/// # Errors
/// The database's.
pub async fn running_cohorts(
    db: &impl ConnectionTrait,
    actor: &Actor,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<Option<Vec<RunningCohort>>, DbErr> {
    let reads = actor.is_administrator() || !actor.units_read().is_empty();
    if !reads || question.ambit == Ambit::Country {
        return Ok(None);
    }
    let without_attendance = planned().and_where(session::Column::EndsAt.lt(now)).to_owned();
    let mut cohorts = cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::UnitCode,
            cohort::Column::Name,
            cohort::Column::Stage,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
            cohort::Column::Seats,
        ])
        .column_as(course_version::Column::Name, "course")
        .column_as(scalar(confirmed()), "taken")
        .column_as(scalar(below_minimum()), "below")
        .column_as(scalar(without_attendance), "late")
        .column_as(scalar(planned()), "left")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(unit_scope(actor))
        .filter(cohort::Column::Stage.is_in([Stage::Confirmed, Stage::Running]));
    if question.level == Breakdown::Municipalities {
        cohorts = cohorts.filter(serving(question, question.period));
    }
    let mut rows: Vec<RunningCohort> = cohorts
        .order_by_asc(cohort::Column::EndsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(SHOWN as u64 + 1)
        .into_model()
        .all(db)
        .await?;
    for row in &mut rows {
        row.is_run = actor.coordinates(&row.unit_code);
    }
    Ok(Some(rows))
}

/// A cohort that is to begin.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ComingCohort {
    pub name: String,
    pub course: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// The most cohorts that a sheet tells.
const COMING: u64 = 4;

/// Reads the cohorts of a query that begin after today, the next ones first. One statement.
///
/// # Errors
/// The database's.
pub async fn coming_cohorts(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<ComingCohort>, DbErr> {
    cohort::Entity::find()
        .select_only()
        .columns([cohort::Column::Name, cohort::Column::StartsOn, cohort::Column::EndsOn])
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(serving(question, question.period))
        .filter(counts())
        .filter(cohort::Column::StartsOn.gt(question.today))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(COMING)
        .into_model()
        .all(db)
        .await
}

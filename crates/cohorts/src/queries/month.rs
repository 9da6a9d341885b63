//! The sessions of a stretch of days that an actor sees, for the calendar.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _,
};

use courses_model::entity::course_version;
use platform::dates::from_bogota;
use sign_in_model::actor::{Actor, Role};

use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::session::{self, SessionId};
use crate::policy;

/// More than a unit meets in a month; beyond it the page says that it shows the first.
pub const MOST: usize = 600;

/// A session as the calendar shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MonthSession {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub cohort: String,
    pub course: String,
    pub unit_code: String,
    pub cohort_stage: Stage,
    pub stage: session::Stage,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// The sessions that begin from one day to another, both included, in order of time: of the
/// cohorts that the actor sees, and of somebody who only teaches, their own.
pub async fn between(
    db: &impl ConnectionTrait,
    actor: &Actor,
    unit: Option<&str>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<MonthSession>, DbErr> {
    let after = to.succ_opt().unwrap_or(to);
    let mut rows = session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::CohortId,
            session::Column::Stage,
            session::Column::StartsAt,
            session::Column::EndsAt,
        ])
        .column_as(cohort::Column::Name, "cohort")
        .column_as(cohort::Column::UnitCode, "unit_code")
        .column_as(cohort::Column::Stage, "cohort_stage")
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(policy::scope(actor))
        .filter(session::Column::StartsAt.gte(from_bogota(from, NaiveTime::MIN)))
        .filter(session::Column::StartsAt.lt(from_bogota(after, NaiveTime::MIN)));
    if actor.main_role() == Some(Role::Facilitator) {
        rows = rows.filter(session::Column::FacilitatorAccountId.eq(actor.account));
    }
    if let Some(unit) = unit {
        rows = rows.filter(cohort::Column::UnitCode.eq(unit));
    }
    rows.order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
        .limit(u64::try_from(MOST + 1).unwrap_or(u64::MAX))
        .into_model()
        .all(db)
        .await
}

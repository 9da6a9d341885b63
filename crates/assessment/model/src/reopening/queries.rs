//! Whether the grades of a cohort are open, and every time they were opened again.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use platform::pager::ROWS;
use sign_in_model::entity::account;

use super::entity::grade_reopening::{self, Column, Model};
use crate::rules::{self, AssessmentRefusal, GradeEntryMode};

impl Model {
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.closed_at.is_none() && now < self.ends_at
    }
}

/// The last time, over or not.
pub async fn last(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Option<Model>, DbErr> {
    grade_reopening::Entity::find()
        .filter(Column::CohortId.eq(cohort))
        .order_by_desc(Column::Id)
        .one(db)
        .await
}

/// Whether grades of a cohort may be written now, and how. One statement more for closed cohorts.
pub async fn writing(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<Result<GradeEntryMode, AssessmentRefusal>, DbErr> {
    let reopened = cohort.stage == Stage::Closed
        && last(db, cohort.id).await?.is_some_and(|row| row.is_open(now));
    Ok(rules::may_enter(cohort.stage, reopened))
}

/// A reopening as the page lists it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReopeningSummary {
    pub reason: String,
    pub opened_at: DateTime<Utc>,
    pub opener: String,
    pub ends_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// It was closed by hand before its time.
    pub by_hand: bool,
}

impl ReopeningSummary {
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.closed_at.is_none() && now < self.ends_at
    }
}

/// The newest first.
pub async fn all(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<ReopeningSummary>, DbErr> {
    grade_reopening::Entity::find()
        .select_only()
        .columns([Column::Reason, Column::OpenedAt, Column::EndsAt, Column::ClosedAt])
        .column_as(account::Column::DisplayName, "opener")
        .column_as(Column::ClosedBy.is_not_null(), "by_hand")
        .join(JoinType::InnerJoin, grade_reopening::Relation::Opener.def())
        .filter(Column::CohortId.eq(cohort))
        .order_by_desc(Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

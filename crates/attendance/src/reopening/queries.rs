//! Every time that the attendance of a cohort was opened again.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use platform::pager::ROWS;
use sign_in_model::entity::account;

use super::entity::attendance_reopening::{self, Column};

/// A reopening as the page lists it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReopeningSummary {
    pub reason: String,
    pub opened_at: DateTime<Utc>,
    pub opener: String,
    pub ends_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// It was closed by hand before its time.
    pub by_hand: bool,
}

impl ReopeningSummary {
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.closed_at.is_none() && self.ends_at.is_some_and(|ends| now < ends)
    }
}

/// The reopenings of a cohort's attendance, the newest first. One statement.
pub async fn all(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<ReopeningSummary>, DbErr> {
    attendance_reopening::Entity::find()
        .select_only()
        .columns([Column::Reason, Column::OpenedAt, Column::EndsAt, Column::ClosedAt])
        .column_as(account::Column::DisplayName, "opener")
        .column_as(Column::ClosedBy.is_not_null(), "by_hand")
        .join(JoinType::InnerJoin, attendance_reopening::Relation::Opener.def())
        .filter(Column::CohortId.eq(cohort))
        .filter(Column::SessionId.is_null())
        .order_by_desc(Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

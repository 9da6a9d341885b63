//! Cohorts that somebody wants to close with fewer hours than their course asks for (R83).

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _,
};

use sign_in_model::actor::Actor;

use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::short_closing::{self, Column, Entity};
use crate::policy;

/// Returns what somebody asked and wrote about a cohort with too few hours.
pub async fn short_closing_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Option<short_closing::Model>, DbErr> {
    Entity::find().filter(Column::CohortId.eq(cohort)).one(db).await
}

/// A cohort whose closing waits for a second person.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AwaitedClosing {
    pub cohort: CohortId,
    pub name: String,
    pub asked_at: DateTime<Utc>,
}

/// The closings that the actor may confirm: of cohorts that they run, asked for by somebody else. One
/// statement.
pub async fn closings_to_confirm(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<AwaitedClosing>, DbErr> {
    Entity::find()
        .select_only()
        .column_as(cohort::Column::Id, "cohort")
        .column_as(cohort::Column::Name, "name")
        .column(Column::AskedAt)
        .join(JoinType::InnerJoin, short_closing::Relation::Cohort.def())
        .filter(policy::run_scope(actor))
        .filter(cohort::Column::Stage.eq(Stage::Running))
        .filter(Column::ConfirmedAt.is_null())
        .filter(Column::AskedBy.ne(actor.account))
        .order_by_asc(cohort::Column::Id)
        .limit(20)
        .into_model()
        .all(db)
        .await
}

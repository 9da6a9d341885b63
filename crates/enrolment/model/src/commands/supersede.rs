//! Keeps what an enrolment was counted for, before it is counted for something else.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::entity::superseded_attribution::{ActiveModel, Column, Entity};
use crate::entity::{earlier_attribution, enrolment};

/// Notes what an enrolment was counted for, as it was known until now. Call it before the change,
/// inside its transaction, under the cohort's lock.
pub async fn supersede(
    tx: &DatabaseTransaction,
    row: &enrolment::Model,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let known_from: Option<DateTime<Utc>> = Entity::find()
        .select_only()
        .column(Column::KnownUntil)
        .filter(Column::EnrolmentId.eq(row.id))
        .order_by_desc(Column::KnownUntil)
        .into_tuple()
        .one(tx)
        .await?;
    let earlier = earlier_attribution::Entity::find()
        .filter(earlier_attribution::Column::EnrolmentId.eq(row.id))
        .order_by_asc(earlier_attribution::Column::UntilAt)
        .all(tx)
        .await?;
    let own = ActiveModel {
        enrolment_id: Set(row.id),
        municipality_code: Set(row.municipality_code.clone()),
        post_id: Set(row.post_id),
        from_at: Set(earlier.last().map_or(DateTime::UNIX_EPOCH, |last| last.until_at)),
        until_at: Set(None),
        known_from: Set(known_from.unwrap_or(DateTime::UNIX_EPOCH)),
        known_until: Set(now),
        ..Default::default()
    };
    let before = earlier.into_iter().map(|span| ActiveModel {
        municipality_code: Set(Some(span.municipality_code)),
        post_id: Set(span.post_id),
        from_at: Set(span.from_at),
        until_at: Set(Some(span.until_at)),
        ..own.clone()
    });
    let spans: Vec<ActiveModel> = before.chain([own.clone()]).collect();
    Entity::insert_many(spans).exec_without_returning(tx).await?;
    Ok(())
}

//! What somebody receives by mail.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use sign_in_model::actor::Actor;

use super::entity::report_subscription::{self, Column, SubscriptionId};

/// Rows of the list: those of today and the last that ended.
const SHOWN: u64 = 50;

/// The subscriptions of the actor, the last first.
pub async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<report_subscription::Model>, DbErr> {
    report_subscription::Entity::find()
        .filter(Column::AccountId.eq(actor.account))
        .order_by_desc(Column::Id)
        .limit(SHOWN)
        .all(db)
        .await
}

/// One of them; another's and none look alike.
pub async fn one(
    db: &impl ConnectionTrait,
    actor: &Actor,
    subscription: SubscriptionId,
) -> Result<Option<report_subscription::Model>, DbErr> {
    report_subscription::Entity::find_by_id(subscription)
        .filter(Column::AccountId.eq(actor.account))
        .one(db)
        .await
}

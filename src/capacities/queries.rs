//! Questions about the framework.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{capacity, capacity_indicator};

/// The whole framework by code: a short closed list.
pub async fn capacities(db: &impl ConnectionTrait) -> Result<Vec<capacity::Model>, DbErr> {
    capacity::Entity::find().order_by_asc(capacity::Column::Code).all(db).await
}

pub async fn capacity(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<capacity::Model>, DbErr> {
    capacity::Entity::find_by_id(code.to_owned()).one(db).await
}

/// Every indicator of the framework, in the order of its capacity and code.
pub async fn indicators(
    db: &impl ConnectionTrait,
) -> Result<Vec<capacity_indicator::Model>, DbErr> {
    capacity_indicator::Entity::find()
        .order_by_asc(capacity_indicator::Column::CapacityCode)
        .order_by_asc(capacity_indicator::Column::IndicatorCode)
        .all(db)
        .await
}

/// The indicators that speak of one capacity.
pub async fn indicators_of(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Vec<capacity_indicator::Model>, DbErr> {
    capacity_indicator::Entity::find()
        .filter(capacity_indicator::Column::CapacityCode.eq(code))
        .order_by_asc(capacity_indicator::Column::IndicatorCode)
        .all(db)
        .await
}

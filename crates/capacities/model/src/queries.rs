//! Questions about the framework.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use platform::errors::AppError;

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

/// The capacity of an address, or the first one in force: another is a choice of the page.
///
/// # Errors
/// Not found where there is no framework at all.
pub async fn code_or_first(db: &impl ConnectionTrait, code: &str) -> Result<String, AppError> {
    if !code.is_empty() {
        return Ok(code.to_owned());
    }
    let first = capacities(db).await?.into_iter().find(|one| !one.retired);
    first.map(|one| one.code).ok_or(AppError::NotFound)
}

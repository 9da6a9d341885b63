//! Questions about the territory.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};

use super::entity::{department, territorial_unit};

/// Whether the reference data has never been loaded.
pub async fn is_empty(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(department::Entity::find().limit(1).one(db).await?.is_none())
}

pub async fn unit_exists(db: &impl ConnectionTrait, code: &str) -> Result<bool, DbErr> {
    Ok(territorial_unit::Entity::find_by_id(code.to_owned())
        .one(db)
        .await?
        .is_some())
}

pub async fn department_exists(db: &impl ConnectionTrait, code: &str) -> Result<bool, DbErr> {
    Ok(department::Entity::find_by_id(code.to_owned())
        .one(db)
        .await?
        .is_some())
}

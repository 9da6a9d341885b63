//! Questions about what the framework said before.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use platform::errors::AppError;
use sign_in_model::entity::account::{self, AccountId};

use super::rules::RevisionBody;
use crate::entity::capacity_indicator::{self, IndicatorId};
use crate::entity::{capacity, framework_revision};

/// Revisions of a capacity and its indicators that a page tells.
const MOST: u64 = 400;

pub async fn capacity(db: &impl ConnectionTrait, code: &str) -> Result<capacity::Model, AppError> {
    let found = capacity::Entity::find_by_id(code.to_owned()).one(db).await?;
    found.ok_or(AppError::NotFound)
}

/// An indicator of this capacity.
pub async fn indicator(
    db: &impl ConnectionTrait,
    capacity: &str,
    id: IndicatorId,
) -> Result<capacity_indicator::Model, AppError> {
    let found = capacity_indicator::Entity::find_by_id(id)
        .filter(capacity_indicator::Column::CapacityCode.eq(capacity))
        .one(db)
        .await?;
    found.ok_or(AppError::NotFound)
}

/// The dimensions that there are, by name.
pub async fn dimensions(db: &impl ConnectionTrait) -> Result<BTreeSet<String>, DbErr> {
    let names: Vec<String> = capacity::Entity::find()
        .select_only()
        .column(capacity::Column::Dimension)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(names.into_iter().collect())
}

/// Returns the revisions of a capacity and its indicators, the newest first.
pub async fn revisions(
    db: &impl ConnectionTrait,
    capacity: &str,
) -> Result<Vec<framework_revision::Model>, DbErr> {
    framework_revision::Entity::find()
        .filter(framework_revision::Column::CapacityCode.eq(capacity))
        .order_by_desc(framework_revision::Column::Id)
        .limit(MOST)
        .all(db)
        .await
}

/// Returns the keys of the subjects that people changed; a new file of the program leaves them alone.
pub async fn edited(db: &impl ConnectionTrait) -> Result<HashSet<String>, DbErr> {
    let keys: Vec<String> = framework_revision::Entity::find()
        .select_only()
        .column(framework_revision::Column::About)
        .filter(framework_revision::Column::AccountId.is_not_null())
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(keys.into_iter().collect())
}

/// Returns the names of the authors of these revisions.
pub async fn authors(
    db: &impl ConnectionTrait,
    rows: &[framework_revision::Model],
) -> Result<HashMap<AccountId, String>, DbErr> {
    let ids: BTreeSet<i64> =
        rows.iter().filter_map(|row| row.account_id).map(|account| account.0).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|account| (account.id, account.display_name)).collect())
}

/// Reads the texts of a revision.
///
/// # Errors
/// The row was not written by this program.
pub fn read(row: &framework_revision::Model) -> Result<RevisionBody, AppError> {
    serde_json::from_str(&row.body)
        .map_err(|_| AppError::Internal(format!("framework_revision {} is unreadable", row.id)))
}

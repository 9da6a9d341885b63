//! Changing a place in the ranking, with its reason, and withdrawing that.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect as _,
};

use capacities_model::queries::capacity;
use platform::db::take_turns;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;

use super::entity::priority_override::{self, Direction, OverrideId};
use super::policy::OverrideRank;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("reports.override_")]
pub enum OverrideRefusal {
    #[error("one stands already")]
    Standing,
    #[error("none stands")]
    #[code("reports.override_none")]
    NoneStands,
    #[error("the capacity is retired")]
    #[code("reports.override_retired")]
    CapacityRetired,
}

type OverrideResult<T> = Result<T, Failure<OverrideRefusal>>;

/// Returns the change that is not withdrawn, under its lock, after every earlier writer has finished.
async fn standing(
    tx: &DatabaseTransaction,
    municipality: &str,
    capacity: &str,
) -> Result<Option<priority_override::Model>, AppError> {
    use priority_override::Column;
    take_turns(tx, &[&format!("priority {capacity} {municipality}")]).await?;
    let found = priority_override::Entity::find()
        .filter(Column::CapacityCode.eq(capacity))
        .filter(Column::MunicipalityCode.eq(municipality))
        .filter(Column::WithdrawnAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await?;
    Ok(found)
}

/// Puts a municipality before or after all unchanged ones in the ranking for a capacity.
///
/// # Errors
/// Refused while another change stands, or for a capacity that is retired.
pub async fn override_rank(
    app: &App,
    permit: OverrideRank,
    code: &str,
    (direction, reason): (Direction, String),
) -> OverrideResult<OverrideId> {
    let work = Work::begin(app, permit.by()).await?;
    let known = capacity(&work.tx, code).await?.ok_or(AppError::NotFound)?;
    if known.retired {
        return refuse(OverrideRefusal::CapacityRetired);
    }
    if standing(&work.tx, permit.municipality(), code).await?.is_some() {
        return refuse(OverrideRefusal::Standing);
    }
    let row = priority_override::ActiveModel {
        municipality_code: Set(permit.municipality().clone()),
        capacity_code: Set(code.to_owned()),
        direction: Set(direction),
        reason: Set(reason),
        made_at: Set(work.now),
        made_by: Set(work.account()?),
        ..Default::default()
    };
    let id = row.insert(&work.tx).await?.id;
    let detail = json!({
        "municipality": permit.municipality(), "capacity": code, "direction": direction,
    });
    work.record("reports.override_rank", ("priority_override", id.0), detail).await?;
    work.commit().await?;
    Ok(id)
}

/// Withdraws a change, so that the computed rank counts again. The row stays.
///
/// # Errors
/// Refused when none stands.
pub async fn withdraw_override(app: &App, permit: OverrideRank, code: &str) -> OverrideResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let Some(row) = standing(&work.tx, permit.municipality(), code).await? else {
        return refuse(OverrideRefusal::NoneStands);
    };
    let id = row.id;
    let mut row = row.into_active_model();
    row.withdrawn_at = Set(Some(work.now));
    row.withdrawn_by = Set(Some(work.account()?));
    row.update(&work.tx).await?;
    let detail = json!({ "municipality": permit.municipality(), "capacity": code });
    work.record("reports.withdraw_override", ("priority_override", id.0), detail).await?;
    Ok(work.commit().await?)
}

//! Changing a place in the ranking, with its reason, and withdrawing that.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect as _,
};
use serde_json::json;

use capacities_model::queries::capacity;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::db::take_turns;
use platform::errors::{AppError, Failure};
use platform::texts::Refusal;
use sign_in_model::actor::Author;
use sign_in_model::entity::account::AccountId;

use super::entity::priority_override::{self, Direction, OverrideId};
use super::policy::OverrideRank;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverrideRefusal {
    #[error("one stands already")]
    Standing,
    #[error("none stands")]
    NoneStands,
    #[error("the capacity is retired")]
    CapacityRetired,
}

impl Refusal for OverrideRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Standing => "reports.override_standing",
            Self::NoneStands => "reports.override_none",
            Self::CapacityRetired => "reports.override_retired",
        }
    }
}

type OverrideResult<T> = Result<T, Failure<OverrideRefusal>>;

fn author(by: &Author) -> Result<AccountId, AppError> {
    by.account.ok_or_else(|| AppError::Internal("a change of rank needs an author".into()))
}

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
    let now = app.clock.now();
    let made_by = author(permit.by())?;
    let tx = app.db.begin().await?;
    let known = capacity(&tx, code).await?.ok_or(AppError::NotFound)?;
    if known.retired {
        return Err(Failure::Refused(OverrideRefusal::CapacityRetired));
    }
    if standing(&tx, permit.municipality(), code).await?.is_some() {
        return Err(Failure::Refused(OverrideRefusal::Standing));
    }
    let row = priority_override::ActiveModel {
        municipality_code: Set(permit.municipality().clone()),
        capacity_code: Set(code.to_owned()),
        direction: Set(direction),
        reason: Set(reason),
        made_at: Set(now),
        made_by: Set(made_by),
        ..Default::default()
    };
    let id = row.insert(&tx).await?.id;
    let event = Event {
        detail: json!({ "municipality": permit.municipality(), "capacity": code, "direction": direction }),
        ..permit.by().event(now, "reports.override_rank", ("priority_override", id.0))
    };
    record(&tx, event).await?;
    tx.commit().await?;
    Ok(id)
}

/// Withdraws a change, so that the computed rank counts again. The row stays.
///
/// # Errors
/// Refused when none stands.
pub async fn withdraw_override(app: &App, permit: OverrideRank, code: &str) -> OverrideResult<()> {
    let now = app.clock.now();
    let withdrawn_by = author(permit.by())?;
    let tx = app.db.begin().await?;
    let Some(row) = standing(&tx, permit.municipality(), code).await? else {
        return Err(Failure::Refused(OverrideRefusal::NoneStands));
    };
    let id = row.id;
    let mut row = row.into_active_model();
    row.withdrawn_at = Set(Some(now));
    row.withdrawn_by = Set(Some(withdrawn_by));
    row.update(&tx).await?;
    let event = Event {
        detail: json!({ "municipality": permit.municipality(), "capacity": code }),
        ..permit.by().event(now, "reports.withdraw_override", ("priority_override", id.0))
    };
    record(&tx, event).await?;
    tx.commit().await?;
    Ok(())
}

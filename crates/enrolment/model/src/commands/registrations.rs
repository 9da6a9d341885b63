//! The end of registrations that wait for their mail, under the lock of their cohort.

use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};

use cohorts_model::entity::cohort::CohortId;
use platform::app::App;

use crate::entity::registration::{self, Column};

/// Settles the open registrations that answer a condition and returns how many there were.
pub async fn settle_registrations(
    tx: &DatabaseTransaction,
    app: &App,
    which: Condition,
) -> Result<u64, DbErr> {
    let settled =
        registration::ActiveModel { settled_at: Set(Some(app.clock.now())), ..Default::default() };
    let done = registration::Entity::update_many()
        .set(settled)
        .filter(Column::SettledAt.is_null())
        .filter(which)
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Ends the registrations of a cohort that ran out and returns whether there was any.
pub(super) async fn lapse_due(
    tx: &DatabaseTransaction,
    app: &App,
    cohort: CohortId,
) -> Result<bool, DbErr> {
    let due = Condition::all()
        .add(Column::CohortId.eq(cohort))
        .add(Column::ExpiresAt.lte(app.clock.now()));
    Ok(settle_registrations(tx, app, due).await? > 0)
}

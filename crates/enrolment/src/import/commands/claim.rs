//! Who works on an import: the claim of a worker, and the lock of a transaction.

use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QuerySelect, Set,
};

use platform::prelude::*;

use crate::import::entity::import::{self, ImportId, State};

/// An import that a worker claimed longer ago is free for another worker.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Claims an import for one worker and returns whether it got it: of two workers that try at the same
/// time, one does.
pub async fn claim(app: &App, id: ImportId, state: State) -> Result<bool, DbErr> {
    let now = app.clock.now();
    let free = Condition::any()
        .add(import::Column::ClaimedAt.is_null())
        .add(import::Column::ClaimedAt.lt(now - PATIENCE));
    let tx = app.db.begin().await?;
    let taken = import::Entity::update_many()
        .set(import::ActiveModel { claimed_at: Set(Some(now)), ..Default::default() })
        .col_expr(import::Column::Attempts, import::Column::Attempts.into_expr().add(1))
        .filter(import::Column::Id.eq(id))
        .filter(import::Column::State.eq(state))
        .filter(free)
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(taken.rows_affected == 1)
}

/// Returns the import, whose row stays locked until the transaction ends.
pub async fn lock(tx: &DatabaseTransaction, id: ImportId) -> Result<import::Model, AppError> {
    import::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}

//! What the steps have in common.

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait,
    QueryFilter, QuerySelect, Set,
};
use serde_json::Value;

use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::AppError;
use sign_in_model::actor::By;

use crate::import::entity::import::{self, ImportId, State};
use crate::import::entity::{import_file, import_issue};
use crate::import::reading::{Level, Problem};

/// After this long a worker that took an import is given up, and another takes it.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Issues written with one statement: seven values each.
const AT_ONCE: usize = 500;

/// Takes an import for one worker; another that comes at the same time gets nothing.
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

/// The row, locked until the transaction ends.
pub async fn hold(tx: &DatabaseTransaction, id: ImportId) -> Result<import::Model, AppError> {
    import::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}

pub async fn bytes_of(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<u8>, AppError> {
    let file = import_file::Entity::find_by_id(id).one(db).await?;
    file.map(|file| file.bytes).ok_or(AppError::NotFound)
}

/// Forgets what is wrong with the rows.
pub async fn forget_issues(tx: &DatabaseTransaction, id: ImportId) -> Result<(), DbErr> {
    let of = import_issue::Entity::delete_many();
    of.filter(import_issue::Column::ImportId.eq(id)).exec(tx).await?;
    Ok(())
}

/// Forgets everything that the file said: its import is over.
pub async fn forget(tx: &DatabaseTransaction, id: ImportId) -> Result<(), DbErr> {
    forget_issues(tx, id).await?;
    import_file::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

pub async fn write_issues(
    tx: &DatabaseTransaction,
    id: ImportId,
    problems: &[Problem],
) -> Result<(), DbErr> {
    for some in problems.chunks(AT_ONCE) {
        let rows = some.iter().map(|problem| import_issue::ActiveModel {
            import_id: Set(id),
            row_number: Set(number(problem.row)),
            column_index: Set(problem.column.map(number)),
            is_error: Set(problem.level == Level::Error),
            what: Set(problem.what.clone()),
            mend: Set(problem.mend.clone()),
            ..Default::default()
        });
        import_issue::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

pub fn number(value: impl TryInto<i32>) -> i32 {
    value.try_into().unwrap_or(i32::MAX)
}

pub async fn remember(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    action: &'static str,
    import: &import::Model,
    detail: Value,
) -> Result<(), DbErr> {
    let event = Event {
        cohort_id: Some(import.cohort_id.0),
        detail,
        ..by.event(app.clock.now(), action, ("enrolment_import", import.id.0))
    };
    record(tx, event).await
}

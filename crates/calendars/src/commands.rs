//! Opening and closing one's own address.

use sea_orm::sea_query::OnConflict;
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, Set};

use history_model::commands::record;
use platform::app::App;
use platform::errors::AppError;
use platform::secrets;

use super::entity::calendar_address::{self, Column, Entity};
use super::policy::OwnCalendar;

/// Makes a new address; the one before, if any, stops answering. Answers its secret, which is not
/// kept: it cannot be shown again.
pub async fn open(app: &App, permit: OwnCalendar) -> Result<String, AppError> {
    let secret = secrets::token()?;
    let tx = app.db.begin().await?;
    let row = calendar_address::ActiveModel {
        account_id: Set(*permit.account()),
        token_hash: Set(secrets::digest(&secret)),
        created_at: Set(app.clock.now()),
    };
    let replace = OnConflict::column(Column::AccountId)
        .update_columns([Column::TokenHash, Column::CreatedAt])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(&tx).await?;
    remember(&tx, app, &permit, "calendars.open").await?;
    tx.commit().await?;
    Ok(secret)
}

/// Closes the address, if there is one.
pub async fn close(app: &App, permit: OwnCalendar) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let closed = Entity::delete_by_id(*permit.account()).exec(&tx).await?.rows_affected;
    if closed > 0 {
        remember(&tx, app, &permit, "calendars.close").await?;
    }
    Ok(tx.commit().await?)
}

async fn remember(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &OwnCalendar,
    action: &'static str,
) -> Result<(), DbErr> {
    let event = permit.by().event(app.clock.now(), action, ("account", permit.account().0));
    record(tx, event).await
}

//! Opening and closing one's own address.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use platform::prelude::*;
use platform::secrets;
use sign_in_model::work::Work;

use super::entity::calendar_address::{self, Column, Entity};
use super::policy::OwnCalendar;

/// Makes a new address; the one before, if any, stops answering. Answers its secret, which is not
/// kept: it cannot be shown again.
pub async fn open(app: &App, permit: OwnCalendar) -> Result<String, AppError> {
    let secret = secrets::token()?;
    let work = Work::begin(app, permit.by()).await?;
    let row = calendar_address::ActiveModel {
        account_id: Set(*permit.account()),
        token_hash: Set(secrets::digest(&secret)),
        created_at: Set(work.now),
    };
    let replace = OnConflict::column(Column::AccountId)
        .update_columns([Column::TokenHash, Column::CreatedAt])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(&work.tx).await?;
    work.record("calendars.open", ("account", permit.account().0), json!({})).await?;
    work.commit().await?;
    Ok(secret)
}

/// Closes the address, if there is one.
pub async fn close(app: &App, permit: OwnCalendar) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let closed = Entity::delete_by_id(*permit.account()).exec(&work.tx).await?.rows_affected;
    if closed > 0 {
        work.record("calendars.close", ("account", permit.account().0), json!({})).await?;
    }
    work.commit().await
}

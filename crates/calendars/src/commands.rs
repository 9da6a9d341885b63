//! Opening and closing one's own address.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set,
};

use people_model::subscribers::MAIL;
use platform::prelude::*;
use platform::secrets;
use platform::subscribers::Subscriber;
use sign_in_model::closing::OWN_ADDRESSES;
use sign_in_model::commands::record_account;
use sign_in_model::entity::account;
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

/// The subscriber that closes the addresses of people who have another mail: whoever read the old one
/// reads their calendar no longer.
pub fn mail_subscriber() -> Subscriber {
    Subscriber {
        table: MAIL,
        on_change: |tx, _, ids| {
            Box::pin(async move {
                let theirs = account::Entity::find()
                    .select_only()
                    .column(account::Column::Id)
                    .filter(account::Column::PersonId.is_in(ids.iter().copied()))
                    .into_query();
                let gone = Column::AccountId.in_subquery(theirs);
                Entity::delete_many().filter(gone).exec(tx).await?;
                Ok(())
            })
        },
    }
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

/// Closes the address of an account whose password was lost, changed or made void: whoever knew it may have
/// the address.
pub fn subscriber() -> Subscriber {
    Subscriber {
        table: OWN_ADDRESSES,
        on_change: |tx, app, accounts| Box::pin(close_of(tx, app, accounts)),
    }
}

async fn close_of(tx: &DatabaseTransaction, app: &App, accounts: &[i64]) -> Result<(), AppError> {
    let of_accounts = Column::AccountId.is_in(accounts.iter().copied());
    let open = Entity::find().filter(of_accounts.clone()).all(tx).await?;
    Entity::delete_many().filter(of_accounts).exec(tx).await?;
    for address in open {
        let (account, action) = (address.account_id, "calendars.close");
        record_account(tx, &app.clock, account, None, None, action, json!({})).await?;
    }
    Ok(())
}

//! Links that end with the password of an account: whoever knew it may have made or read them.

use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, Set,
};

use history_model::commands::record;
use people_model::entity::person::PersonId;
use people_model::queries::records_of;
use platform::prelude::*;
use platform::subscribers::Subscriber;
use sign_in_model::actor::Author;
use sign_in_model::closing::{OWN_ADDRESSES, SHARED_ADDRESSES};
use sign_in_model::entity::account;

use super::entity::{wallet_link, wallet_share};

pub fn subscribers() -> Vec<Subscriber> {
    vec![
        Subscriber {
            table: OWN_ADDRESSES,
            on_change: |tx, app, accounts| Box::pin(close_links(tx, app, accounts)),
        },
        Subscriber {
            table: SHARED_ADDRESSES,
            on_change: |tx, app, accounts| Box::pin(close_shares(tx, app, accounts)),
        },
    ]
}

/// The persons of these accounts.
async fn persons_of(tx: &DatabaseTransaction, accounts: &[i64]) -> Result<Vec<PersonId>, DbErr> {
    let found: Vec<Option<PersonId>> = account::Entity::find()
        .select_only()
        .column(account::Column::PersonId)
        .filter(account::Column::Id.is_in(accounts.iter().copied()))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(found.into_iter().flatten().collect())
}

/// The links of letters stop opening. History names nobody: it was the change of the password.
async fn close_links(
    tx: &DatabaseTransaction,
    app: &App,
    accounts: &[i64],
) -> Result<(), AppError> {
    use wallet_link::Column;
    let ended =
        wallet_link::ActiveModel { ended_at: Set(Some(app.clock.now())), ..Default::default() };
    for person in persons_of(tx, accounts).await? {
        let closed = wallet_link::Entity::update_many()
            .set(ended.clone())
            .filter(Column::PersonId.in_subquery(records_of(person)))
            .filter(Column::EndedAt.is_null())
            .exec(tx)
            .await?;
        tell(tx, app, "certification.close_links", person, closed.rows_affected).await?;
    }
    Ok(())
}

/// What was shared shows nothing any more.
async fn close_shares(
    tx: &DatabaseTransaction,
    app: &App,
    accounts: &[i64],
) -> Result<(), AppError> {
    use wallet_share::Column;
    let ended =
        wallet_share::ActiveModel { ended_at: Set(Some(app.clock.now())), ..Default::default() };
    for person in persons_of(tx, accounts).await? {
        let closed = wallet_share::Entity::update_many()
            .set(ended.clone())
            .filter(Column::PersonId.in_subquery(records_of(person)))
            .filter(Column::EndedAt.is_null())
            .exec(tx)
            .await?;
        tell(tx, app, "certification.close_shares", person, closed.rows_affected).await?;
    }
    Ok(())
}

async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    action: &'static str,
    person: PersonId,
    closed: u64,
) -> Result<(), AppError> {
    if closed == 0 {
        return Ok(());
    }
    let by = Author::system();
    let mut event = by.event(app.clock.now(), action, ("person", person.0));
    event.detail = json!({ "closed": closed });
    Ok(record(tx, event).await?)
}

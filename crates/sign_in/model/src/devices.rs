//! Browsers that an account knows: strangers who guess from elsewhere do not lock them out, and coming in
//! from another one is told to the account's mail.

use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Order,
    QueryFilter, QuerySelect, Set,
};

use platform::prelude::*;
use platform::secrets;

use super::actor::AccountId;
use super::browser::Browser;
use super::entity::account;
use super::entity::known_device::{ActiveModel, Column, Entity};
use super::rules;

/// A browser as an account finds it.
pub struct Recognition {
    /// The secret of its cookie.
    pub secret: String,
    pub was_known: bool,
}

/// Whether the account of a mail knows the browser: the digest of its secret.
///
/// # Errors
/// Those of the database.
pub async fn known(
    db: &impl ConnectionTrait,
    mail: &str,
    browser: &Browser,
    now: DateTime<Utc>,
) -> Result<Option<String>, DbErr> {
    let Some(secret) = &browser.device else { return Ok(None) };
    let found = Entity::find()
        .inner_join(account::Entity)
        .filter(account::Column::Email.eq(mail))
        .filter(Column::TokenHash.eq(secrets::digest(secret)))
        .filter(Column::LastSeenAt.gt(now - rules::KNOWN))
        .one(db)
        .await?;
    Ok(found.map(|device| device.token_hash))
}

/// Remembers that the account came in from the browser. One that got its secret here, also by another
/// account, keeps it; what a stranger put into the cookie is replaced.
///
/// # Errors
/// Those of the database, or no randomness.
pub async fn remember(
    tx: &impl ConnectionTrait,
    account: AccountId,
    browser: &Browser,
    now: DateTime<Utc>,
) -> Result<Recognition, AppError> {
    let given = match &browser.device {
        Some(secret) => issued(tx, account, secret, now).await?.map(|own| (secret.clone(), own)),
        None => None,
    };
    let (secret, own) = match given {
        Some((secret, own)) => (secret, own),
        None => (secrets::token()?, None),
    };
    let was_known = own.is_some();
    match own {
        Some(device) => {
            let mut seen = device.into_active_model();
            seen.last_seen_at = Set(now);
            seen.update(tx).await?;
        }
        None => {
            let device = ActiveModel {
                account_id: Set(account),
                token_hash: Set(secrets::digest(&secret)),
                first_seen_at: Set(now),
                last_seen_at: Set(now),
                ..Default::default()
            };
            Entity::insert(device).exec_without_returning(tx).await?;
            forget_oldest(tx, account).await?;
        }
    }
    Ok(Recognition { secret, was_known })
}

/// Whether a secret was given to a browser here, and the account's own row of it.
async fn issued(
    tx: &impl ConnectionTrait,
    account: AccountId,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<Option<super::entity::known_device::Model>>, DbErr> {
    let of_secret = || {
        Entity::find()
            .filter(Column::TokenHash.eq(secrets::digest(secret)))
            .filter(Column::LastSeenAt.gt(now - rules::KNOWN))
    };
    if let Some(own) = of_secret().filter(Column::AccountId.eq(account)).one(tx).await? {
        return Ok(Some(Some(own)));
    }
    Ok(of_secret().limit(1).one(tx).await?.map(|_| None))
}

/// Keeps the browsers from which the account came in last.
async fn forget_oldest(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    let kept = Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::AccountId.eq(account))
        .order_by(Column::LastSeenAt, Order::Desc)
        .order_by(Column::Id, Order::Desc)
        .limit(rules::MOST_DEVICES)
        .to_owned();
    Entity::delete_many()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Id.not_in_subquery(kept))
        .exec(tx)
        .await?;
    Ok(())
}

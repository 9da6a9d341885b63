//! One-time links: made for an account, used once, void when there is a newer one.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect, Set,
};

use platform::clock::Clock;
use platform::prelude::*;
use platform::secrets;

use super::password::set_password;
use super::{SignInRefusal, SignInResult, record_account};
use crate::actor::AccountId;
use crate::browser::Browser;
use crate::closing::Closing;
use crate::entity::{account, one_time_link};
use crate::factor::{Admission, half_way};
use crate::{passwords, sessions};

/// Uses a one-time link to set a password, and lets its holder in. The link stands for the password and
/// for nothing else: a second factor is still asked for. Whoever lost a password may have lost it to
/// somebody: the addresses meant for the owner alone are closed, and `closes_shared` says whether those
/// given to others are too.
pub async fn use_link(
    app: &App,
    token: &str,
    new: &str,
    browser: &Browser,
    closes_shared: bool,
) -> SignInResult<Admission> {
    let unusable = || Failure::Refused(SignInRefusal::LinkUnusable);
    let now = app.clock.now();
    // Asked before the costly hash: whoever has no link gets no work done.
    usable_link(app.db.read(), token, now).await?.ok_or_else(unusable)?;
    let hash = passwords::hash(new).await?;
    let tx = app.db.begin().await?;
    let link = usable_link(&tx, token, now).await?.ok_or_else(unusable)?;
    // Whoever suspends the account takes its row first and voids its links then.
    let account = account::Entity::find_by_id(link.account_id).lock_exclusive().one(&tx).await?;
    let account = account.filter(|account| account.is_active).ok_or_else(unusable)?;
    // The update settles two uses at once: only one of them changes a row.
    let used = one_time_link::Entity::update_many()
        .set(one_time_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(one_time_link::Column::Id.eq(link.id))
        .filter(one_time_link::Column::UsedAt.is_null())
        .exec(&tx)
        .await?;
    if used.rows_affected != 1 {
        return Err(unusable());
    }
    let id = link.account_id;
    let closing = match account.password_hash {
        Some(_) => Closing { own: true, shared: closes_shared },
        None => Closing::default(),
    };
    set_password(&tx, app, &account, hash, browser, closing).await?;
    let proven = account::ActiveModel { mail_proven_at: Set(Some(now)), ..Default::default() };
    account::Entity::update_many().set(proven).filter(account::Column::Id.eq(id)).exec(&tx).await?;
    let admission = match half_way(&tx, app, id, browser).await? {
        Some(half) => Admission::Half(half),
        // The letter about the password names the device.
        None => Admission::Whole(sessions::open(&tx, id, browser, now).await?),
    };
    let detail = json!({ "own_addresses": closing.own, "shared_addresses": closing.shared });
    record_account(&tx, &app.clock, id, Some(id), None, "sign_in.use_link", detail).await?;
    tx.commit().await?;
    Ok(admission)
}

/// The link behind a token, if it can still be used: a suspended account has none.
pub async fn usable_link(
    db: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<one_time_link::Model>, DbErr> {
    one_time_link::Entity::find()
        .inner_join(account::Entity)
        .filter(account::Column::IsActive.eq(true))
        .filter(one_time_link::Column::TokenHash.eq(secrets::digest(token)))
        .filter(one_time_link::Column::ExpiresAt.gt(now))
        .filter(one_time_link::Column::UsedAt.is_null())
        .one(db)
        .await
}

/// Makes a one-time link that works for `term` and returns its token, which is stored nowhere.
pub async fn make_link(
    tx: &DatabaseTransaction,
    clock: &Clock,
    account: AccountId,
    term: TimeDelta,
) -> Result<String, AppError> {
    let made = make_links(tx, clock, &[account], term).await?;
    made.into_iter().next().ok_or_else(|| AppError::Internal("a link was not made".to_owned()))
}

/// [`make_link`] for many accounts, in their order; the caller bounds how many.
pub(super) async fn make_links(
    tx: &DatabaseTransaction,
    clock: &Clock,
    accounts: &[AccountId],
    term: TimeDelta,
) -> Result<Vec<String>, AppError> {
    let now = clock.now();
    // The last letter is the one that works.
    void_links(tx, accounts, now).await?;
    let mut tokens = Vec::new();
    for _ in accounts {
        tokens.push(secrets::token()?);
    }
    let rows = accounts.iter().zip(&tokens).map(|(account, token)| one_time_link::ActiveModel {
        account_id: Set(*account),
        token_hash: Set(secrets::digest(token)),
        purpose: Set(one_time_link::Purpose::SetPassword),
        created_at: Set(now),
        expires_at: Set(now + term),
        used_at: Set(None),
        ..Default::default()
    });
    one_time_link::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(tokens)
}

/// Makes the open links of these accounts unusable.
pub async fn void_links(
    tx: &DatabaseTransaction,
    accounts: &[AccountId],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    one_time_link::Entity::update_many()
        .set(one_time_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(one_time_link::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(one_time_link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

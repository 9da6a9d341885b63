//! A new password for somebody who knows the present one.

use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, Set};
use serde_json::json;

use platform::clock::Clock;
use platform::db::Db;
use platform::errors::{AppError, Failure};

use super::{SignInRefusal, SignInResult, attempts, record_account};
use crate::actor::{AccountId, Actor};
use crate::entity::account;
use crate::{passwords, sessions};

/// Changes one's own password; every session of the account ends, and a new one is opened
/// for the browser that asked. Answers its secret. A wrong present password counts as a wrong
/// one at the door: a browser left open is no place to guess.
pub async fn change_password(
    db: &Db,
    clock: &Clock,
    actor: &Actor,
    current: &str,
    new: &str,
    address: &str,
) -> SignInResult<String> {
    let stored = account::Entity::find_by_id(actor.account)
        .one(db.read())
        .await?
        .ok_or(AppError::NotFound)?;
    let attempt = attempts::count(db, clock.now(), &stored.email, address).await?;
    if !passwords::verify(current, stored.password_hash.as_deref()).await? {
        return Err(Failure::Refused(SignInRefusal::WrongPassword));
    }
    let hash = passwords::hash(new).await?;
    let tx = db.begin().await?;
    if !attempts::is_still(&tx, &stored).await? {
        return Err(Failure::Refused(SignInRefusal::WrongPassword));
    }
    attempt.succeeds(&tx).await?;
    let secret = set_password(&tx, clock, actor.account, hash).await?;
    record_account(
        &tx,
        clock,
        actor.account,
        Some(actor.account),
        actor.request.as_deref(),
        "sign_in.change_password",
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(secret)
}

/// Ends the account's sessions and opens one for the person who set the password.
pub(super) async fn set_password(
    tx: &DatabaseTransaction,
    clock: &Clock,
    id: AccountId,
    hash: String,
) -> Result<String, AppError> {
    account::ActiveModel { id: Set(id), password_hash: Set(Some(hash)), ..Default::default() }
        .update(tx)
        .await?;
    sessions::close_all(tx, id).await?;
    sessions::open(tx, id, clock.now()).await
}

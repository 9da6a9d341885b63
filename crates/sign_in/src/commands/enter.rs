//! Coming in with mail and password, and leaving.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use platform::clock::Clock;
use platform::db::Db;
use platform::errors::{AppError, Failure};

use super::{SignInRefusal, SignInResult, attempts, normal_mail, record_account};
use crate::actor::Actor;
use crate::entity::account;
use crate::{passwords, sessions};

/// Checks a password, opens a session and returns its secret.
pub async fn sign_in(
    db: &Db,
    clock: &Clock,
    mail: &str,
    password: &str,
    address: &str,
) -> SignInResult<String> {
    let mail = normal_mail(mail);
    let now = clock.now();
    let attempt = attempts::count(db, now, &mail, address).await?;
    let found =
        account::Entity::find().filter(account::Column::Email.eq(&mail)).one(db.read()).await?;
    let hash = found
        .as_ref()
        .filter(|account| account.is_active)
        .and_then(|account| account.password_hash.as_deref());
    let matches = passwords::verify(password, hash).await?;
    let Some(account) = found.filter(|_| matches) else {
        return Err(Failure::Refused(SignInRefusal::NoMatch));
    };

    let tx = db.begin().await?;
    if !attempts::is_still(&tx, &account).await? {
        return Err(Failure::Refused(SignInRefusal::NoMatch));
    }
    attempt.succeeds(&tx).await?;
    let secret = sessions::open(&tx, account.id, now).await?;
    record_account(&tx, clock, account.id, Some(account.id), None, "sign_in.enter", json!({}))
        .await?;
    tx.commit().await?;
    Ok(secret)
}

/// Ends the session behind a secret.
pub async fn sign_out(db: &Db, clock: &Clock, actor: &Actor, secret: &str) -> Result<(), AppError> {
    let tx = db.begin().await?;
    sessions::close(&tx, secret).await?;
    record_account(
        &tx,
        clock,
        actor.account,
        Some(actor.account),
        actor.request.as_deref(),
        "sign_in.leave",
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

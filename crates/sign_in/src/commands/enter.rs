//! Coming in with mail and password, and leaving.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use platform::app::App;
use platform::clock::Clock;
use platform::db::Db;
use platform::errors::{AppError, Failure};

use super::attempts::{self, Source};
use super::{SignInRefusal, SignInResult, normal_mail, record_account};
use crate::actor::Actor;
use crate::entity::account;
use crate::{passwords, sessions};
use sign_in_model::factor::{Admission, admit};

/// Checks a password and lets its owner in, or half of the way when the account has a second factor.
pub async fn sign_in(
    app: &App,
    mail: &str,
    password: &str,
    from: &Source<'_>,
) -> SignInResult<Admission> {
    let db = &app.db;
    let mail = normal_mail(mail);
    let attempt = attempts::count(db, app.clock.now(), &mail, from).await?;
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
    let admission = admit(&tx, app, account, from.browser).await?;
    tx.commit().await?;
    Ok(admission)
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

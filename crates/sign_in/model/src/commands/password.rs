//! A new password for somebody who knows the present one.

use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, Set};
use serde_json::json;

use notices_model::commands::queue;
use platform::app::App;
use platform::dates;
use platform::errors::{AppError, Failure};

use super::attempts::{self, Source};
use super::link::void_links;
use super::{SignInRefusal, SignInResult, record_account, settle_mail_requests};
use crate::access_letters::PasswordNotice;
use crate::actor::Actor;
use crate::browser::{Browser, Entry};
use crate::closing::Closing;
use crate::entity::account;
use crate::{passwords, sessions};

/// Changes one's own password; every session of the account ends, and a new one is opened
/// for the browser that asked. A wrong present password counts as a wrong
/// one at the door: a browser left open is no place to guess.
pub async fn change_password(
    app: &App,
    actor: &Actor,
    current: &str,
    new: &str,
    from: &Source<'_>,
    closing: Closing,
) -> SignInResult<Entry> {
    let (db, clock) = (&app.db, &app.clock);
    let stored = account::Entity::find_by_id(actor.account)
        .one(db.read())
        .await?
        .ok_or(AppError::NotFound)?;
    let attempt = attempts::count(db, clock.now(), &stored.email, from).await?;
    if !passwords::verify(current, stored.password_hash.as_deref()).await? {
        return Err(Failure::Refused(SignInRefusal::WrongPassword));
    }
    let hash = passwords::hash(new).await?;
    let tx = db.begin().await?;
    if !attempts::is_still(&tx, &stored).await? {
        return Err(Failure::Refused(SignInRefusal::WrongPassword));
    }
    attempt.succeeds(&tx).await?;
    // A link that was asked for before would be another way in.
    void_links(&tx, &[stored.id], clock.now()).await?;
    let browser = sessions::as_it_was(&tx, from.browser).await?;
    set_password(&tx, app, &stored, hash, &browser, closing).await?;
    let entry = sessions::open(&tx, actor.account, &browser, clock.now()).await?;
    record_account(
        &tx,
        clock,
        actor.account,
        Some(actor.account),
        actor.request.as_deref(),
        "sign_in.change_password",
        json!({ "own_addresses": closing.own, "shared_addresses": closing.shared }),
    )
    .await?;
    tx.commit().await?;
    Ok(entry)
}

/// Writes the password, ends the account's sessions and tells its mail. A second factor stays as it is.
/// A request for another mail ends too: whoever is told of one that they did not make sets another
/// password.
pub(super) async fn set_password(
    tx: &DatabaseTransaction,
    app: &App,
    account: &account::Model,
    hash: String,
    browser: &Browser,
    closing: Closing,
) -> Result<(), AppError> {
    let (id, now) = (account.id, app.clock.now());
    account::ActiveModel { id: Set(id), password_hash: Set(Some(hash)), ..Default::default() }
        .update(tx)
        .await?;
    settle_mail_requests(tx, &[id], now).await?;
    sessions::close_all(tx, id).await?;
    closing.close(tx, app, id).await?;
    let letter = PasswordNotice {
        is_first: account.password_hash.is_none(),
        at: dates::short_with_time(now),
        device: browser.kind.clone(),
        closes_addresses: closing.own,
        closes_shares: closing.shared,
    };
    let key = format!("sign_in/password_notice:{id}:{}", now.timestamp_micros());
    queue(tx, app, account.clone().recipient(), key, &letter).await
}

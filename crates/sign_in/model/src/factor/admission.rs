//! From the right password to a session: at once, or by way of a code.

use chrono::{DateTime, Utc};
use rocket::http::Cookie;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, Set,
};

use platform::app::App;
use platform::cookies;
use platform::errors::AppError;
use platform::secrets;

use super::rules::HALF_SESSION;
use crate::actor::AccountId;
use crate::browser::{Browser, Entry};
use crate::commands::come_in;
use crate::entity::{account, half_session, second_factor};

/// What somebody gets who proved a password or a link.
pub enum Admission {
    /// A web session.
    Whole(Entry),
    /// The secret of a half session: the account has a second factor, which is asked for now.
    Half(String),
}

/// Opens a session for somebody whose password was right, or a half one for an account with a second
/// factor.
///
/// # Errors
/// Those of the database, and of a machine without chance.
pub async fn admit(
    tx: &DatabaseTransaction,
    app: &App,
    account: account::Model,
    browser: &Browser,
) -> Result<Admission, AppError> {
    Ok(match half_way(tx, app, account.id, browser).await? {
        Some(half) => Admission::Half(half),
        // Of half a way history tells when the code was right.
        None => Admission::Whole(come_in(tx, app, account, browser, None).await?),
    })
}

/// Opens a half session for an account with a second factor and returns its secret. The demonstration
/// asks nobody: its accounts are everybody's.
///
/// # Errors
/// Those of the database, and of a machine without chance.
pub async fn half_way(
    tx: &DatabaseTransaction,
    app: &App,
    account: AccountId,
    browser: &Browser,
) -> Result<Option<String>, AppError> {
    let own = second_factor::Column::AccountId.eq(account);
    let factor = second_factor::Entity::find().filter(own).one(tx).await?;
    if app.demo || factor.is_none() {
        return Ok(None);
    }
    let secret = secrets::token()?;
    let now = app.clock.now();
    half_session::ActiveModel {
        token_hash: Set(secrets::digest(&secret)),
        account_id: Set(account),
        created_at: Set(now),
        expires_at: Set(now + HALF_SESSION),
        is_shared: Set(browser.is_shared),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(Some(secret))
}

/// The half session behind a secret, with its account, while it waits and the account is active.
///
/// # Errors
/// Those of the database.
pub async fn half_session(
    db: &impl ConnectionTrait,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<(half_session::Model, account::Model)>, DbErr> {
    let found = half_session::Entity::find()
        .find_also_related(account::Entity)
        .filter(half_session::Column::TokenHash.eq(secrets::digest(secret)))
        .filter(half_session::Column::ExpiresAt.gt(now))
        .filter(account::Column::IsActive.eq(true))
        .one(db)
        .await?;
    Ok(found.and_then(|(half, account)| Some((half, account?))))
}

/// Ends every half session of an account: its password, its role or its factor changed.
///
/// # Errors
/// Those of the database.
pub async fn close_half_sessions(
    tx: &impl ConnectionTrait,
    account: AccountId,
) -> Result<(), DbErr> {
    half_session::Entity::delete_many()
        .filter(half_session::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}

const HALF: &str = "paso";

/// The name of the cookie of a half session.
pub fn half_cookie_name(https: bool) -> String {
    cookies::name(https, HALF, "/")
}

/// The cookie that holds the secret of a half session.
pub fn half_cookie(secret: String, https: bool) -> Cookie<'static> {
    cookies::build(https, HALF, "/", secret, None)
}

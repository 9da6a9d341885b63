//! Web sessions: a random cookie, of which the database keeps only the digest.

use chrono::{DateTime, Utc};
use rocket::http::{Cookie, SameSite};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Set,
};

use super::actor::{AccountId, Actor};
use super::entity::web_session;
use super::rules;
use crate::platform::errors::AppError;
use crate::platform::secrets;

/// The cookie's name: `__Host-` binds it to this host over TLS.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-sesion" } else { "sesion" }
}

/// The cookie that holds a session's secret.
pub fn cookie(secret: String, https: bool) -> Cookie<'static> {
    Cookie::build((cookie_name(https), secret))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build()
}

/// Opens a session and answers its secret.
pub async fn open(
    tx: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<String, AppError> {
    let secret = secrets::token()?;
    web_session::ActiveModel {
        token_hash: Set(secrets::digest(&secret)),
        account_id: Set(account),
        created_at: Set(now),
        expires_at: Set(now + rules::SESSION),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(secret)
}

/// The actor behind a secret, if its session still holds.
pub async fn actor(
    db: &impl ConnectionTrait,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, DbErr> {
    let session = web_session::Entity::find()
        .filter(web_session::Column::TokenHash.eq(secrets::digest(secret)))
        .filter(web_session::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    match session {
        Some(session) => Actor::load(db, session.account_id).await,
        None => Ok(None),
    }
}

/// Ends one session.
pub async fn close(tx: &impl ConnectionTrait, secret: &str) -> Result<(), DbErr> {
    web_session::Entity::delete_many()
        .filter(web_session::Column::TokenHash.eq(secrets::digest(secret)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends every session of an account: password or role change, suspension (P22).
pub async fn close_all(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    web_session::Entity::delete_many()
        .filter(web_session::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}

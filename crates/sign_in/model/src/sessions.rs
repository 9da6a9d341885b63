//! Web sessions: a random cookie, of which the database keeps only the digest.

use chrono::{DateTime, Utc};
use rocket::http::{Cookie, SameSite};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
};

use platform::errors::AppError;
use platform::secrets;

use super::actor::{AccountId, Actor, Grant, Role};
use super::entity::{account, role_grant, web_session};
use super::rules;

/// The cookie's name: `__Host-` binds it to this host over TLS.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-sesion" } else { "sesion" }
}

/// Says that this browser keeps lists of people: leaving goes first where they are wiped.
pub const FIELD_COOKIE: &str = "campo";

/// The cookie that holds a session's secret.
pub fn cookie(secret: String, https: bool) -> Cookie<'static> {
    Cookie::build((cookie_name(https), secret))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build()
}

/// Opens a session and returns its secret.
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

/// One role of the account behind a session, or none.
#[derive(FromQueryResult)]
struct Grants {
    account: AccountId,
    person: Option<i64>,
    name: String,
    role: Option<Role>,
    unit: Option<String>,
    department: Option<String>,
    entity: Option<i64>,
}

/// The actor behind a secret, if its session still holds and the account is not suspended.
/// One statement, because every request of a signed-in person begins with it.
pub async fn actor(
    db: &impl ConnectionTrait,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, DbErr> {
    let rows: Vec<Grants> = web_session::Entity::find()
        .select_only()
        .column_as(account::Column::Id, "account")
        .column_as(account::Column::PersonId, "person")
        .column_as(account::Column::DisplayName, "name")
        .column_as(role_grant::Column::Role, "role")
        .column_as(role_grant::Column::UnitCode, "unit")
        .column_as(role_grant::Column::DepartmentCode, "department")
        .column_as(role_grant::Column::EntityId, "entity")
        .join(JoinType::InnerJoin, web_session::Relation::Account.def())
        .join(JoinType::LeftJoin, role_grant::Relation::Account.def().rev())
        .filter(web_session::Column::TokenHash.eq(secrets::digest(secret)))
        .filter(web_session::Column::ExpiresAt.gt(now))
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(role_grant::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let mut actor: Option<Actor> = None;
    for row in rows {
        let actor = actor.get_or_insert_with(|| Actor {
            account: row.account,
            person: row.person,
            name: row.name,
            grants: Vec::new(),
            request: None,
        });
        if let Some(role) = row.role {
            actor.grants.push(Grant {
                role,
                unit: row.unit,
                department: row.department,
                entity: row.entity,
            });
        }
    }
    Ok(actor)
}

/// Ends one session.
pub async fn close(tx: &impl ConnectionTrait, secret: &str) -> Result<(), DbErr> {
    close_digest(tx, &secrets::digest(secret)).await
}

/// Ends the session of which only the digest is known.
pub async fn close_digest(tx: &impl ConnectionTrait, digest: &str) -> Result<(), DbErr> {
    web_session::Entity::delete_many()
        .filter(web_session::Column::TokenHash.eq(digest))
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

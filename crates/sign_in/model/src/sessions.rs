//! Web sessions: a random cookie, of which the database keeps only the digest.

use chrono::{DateTime, NaiveDate, Utc};
use rocket::http::Cookie;
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
};

use platform::cookies;
use platform::dates;
use platform::errors::AppError;
use platform::secrets;

use super::actor::{AccountId, Actor, Grant, Role};
use super::browser::{Browser, Entry};
use super::entity::web_session::WebSessionId;
use super::entity::{account, role_grant, second_factor, web_session};
use super::factor::close_half_sessions;
use super::factor::rules::{FactorDuty, duty, owes_factor};
use super::last_use::LastUse;
use super::{devices, rules};

/// The cookie that holds a session's secret.
pub const COOKIE: &str = "sesion";

/// The name of the cookie.
pub fn cookie_name(https: bool) -> String {
    cookies::name(https, COOKIE, "/")
}

/// Says that this browser keeps lists of people: leaving goes first where they are wiped.
pub const FIELD_COOKIE: &str = "campo";

/// The cookie that holds a session's secret.
pub fn cookie(secret: String, https: bool) -> Cookie<'static> {
    cookies::build(https, COOKIE, "/", secret, None)
}

/// Opens a session in a browser; the one that the browser had ends, whoever's it was.
///
/// # Errors
/// Those of the database, or no randomness.
pub async fn open(
    tx: &impl ConnectionTrait,
    account: AccountId,
    browser: &Browser,
    now: DateTime<Utc>,
) -> Result<Entry, AppError> {
    if let Some(secret) = &browser.session {
        close(tx, secret).await?;
    }
    let device = match browser.is_shared {
        true => None,
        false => Some(devices::remember(tx, account, browser, now).await?),
    };
    let secret = secrets::token()?;
    web_session::ActiveModel {
        token_hash: Set(secrets::digest(&secret)),
        account_id: Set(account),
        created_at: Set(now),
        expires_at: Set(now + rules::SESSION),
        device: Set(browser.kind.clone()),
        is_shared: Set(browser.is_shared),
        last_used_at: Set(now),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    account::ActiveModel { id: Set(account), entered_at: Set(Some(now)), ..Default::default() }
        .update(tx)
        .await?;
    end_oldest(tx, account, now).await?;
    Ok(Entry {
        session: secret,
        is_new_device: device.as_ref().is_none_or(|device| !device.was_known),
        device: device.map(|device| device.secret),
    })
}

/// The browser with what it said when it came in: that others use it too.
///
/// # Errors
/// Those of the database.
pub async fn as_it_was(tx: &impl ConnectionTrait, browser: &Browser) -> Result<Browser, DbErr> {
    let present = of_secret(tx, browser.session.as_deref().unwrap_or_default()).await?;
    let is_shared = present.map_or(browser.is_shared, |session| session.is_shared);
    Ok(Browser { is_shared, ..browser.clone() })
}

/// Whether the browser of a session is used by nobody else, as its owner said when coming in.
///
/// # Errors
/// Those of the database.
pub async fn is_of_one_person(db: &impl ConnectionTrait, secret: &str) -> Result<bool, DbErr> {
    Ok(of_secret(db, secret).await?.is_some_and(|session| !session.is_shared))
}

async fn of_secret(
    db: &impl ConnectionTrait,
    secret: &str,
) -> Result<Option<web_session::Model>, DbErr> {
    web_session::Entity::find()
        .filter(web_session::Column::TokenHash.eq(secrets::digest(secret)))
        .one(db)
        .await
}

/// The sessions that hold.
fn holding(now: DateTime<Utc>) -> Condition {
    let used = web_session::Column::LastUsedAt.gt(now - rules::IDLE);
    Condition::all()
        .add(web_session::Column::ExpiresAt.gt(now))
        .add(Condition::any().add(web_session::Column::IsShared.eq(false)).add(used))
}

/// Ends the sessions of an account beyond what it may have.
async fn end_oldest(
    tx: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use web_session::Column;
    let kept = Query::select()
        .column(Column::Id)
        .from(web_session::Entity)
        .and_where(Column::AccountId.eq(account))
        .cond_where(holding(now))
        .order_by(Column::LastUsedAt, Order::Desc)
        .order_by(Column::Id, Order::Desc)
        .limit(rules::MOST_SESSIONS)
        .to_owned();
    web_session::Entity::delete_many()
        .filter(Column::AccountId.eq(account))
        .filter(holding(now))
        .filter(Column::Id.not_in_subquery(kept))
        .exec(tx)
        .await?;
    Ok(())
}

/// The open sessions of an account, the one that was used last first; [`rules::MOST_SESSIONS`] at most.
///
/// # Errors
/// Those of the database.
pub async fn open_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<web_session::Model>, DbErr> {
    web_session::Entity::find()
        .filter(web_session::Column::AccountId.eq(account))
        .filter(holding(now))
        .order_by_desc(web_session::Column::LastUsedAt)
        .order_by_desc(web_session::Column::Id)
        .limit(rules::MOST_SESSIONS)
        .all(db)
        .await
}

/// One role of the account behind a session, or none.
#[derive(FromQueryResult)]
struct Grants {
    session: WebSessionId,
    last_used_at: DateTime<Utc>,
    is_shared: bool,
    account: AccountId,
    person: Option<i64>,
    name: String,
    factor: Option<i64>,
    factor_asked_at: Option<DateTime<Utc>>,
    role: Option<Role>,
    unit: Option<String>,
    department: Option<String>,
    entity: Option<i64>,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
}

/// The actor behind a secret, if its session still holds and the account is not suspended; the last use
/// of the session; and what the account owes of its second factor when that waits for `grace` days.
/// One statement, because every request of a signed-in person begins with it.
pub async fn actor(
    db: &impl ConnectionTrait,
    secret: &str,
    now: DateTime<Utc>,
    grace: i64,
) -> Result<Option<(Actor, LastUse, FactorDuty)>, DbErr> {
    let rows: Vec<Grants> = web_session::Entity::find()
        .select_only()
        .column_as(web_session::Column::Id, "session")
        .column_as(web_session::Column::LastUsedAt, "last_used_at")
        .column_as(web_session::Column::IsShared, "is_shared")
        .column_as(account::Column::Id, "account")
        .column_as(account::Column::PersonId, "person")
        .column_as(account::Column::DisplayName, "name")
        .column_as(second_factor::Column::Id, "factor")
        .column_as(account::Column::FactorAskedAt, "factor_asked_at")
        .column_as(role_grant::Column::Role, "role")
        .column_as(role_grant::Column::UnitCode, "unit")
        .column_as(role_grant::Column::DepartmentCode, "department")
        .column_as(role_grant::Column::EntityId, "entity")
        .column_as(role_grant::Column::ValidFrom, "valid_from")
        .column_as(role_grant::Column::ValidUntil, "valid_until")
        .join(JoinType::InnerJoin, web_session::Relation::Account.def())
        .join(JoinType::LeftJoin, role_grant::Relation::Account.def().rev())
        .join(JoinType::LeftJoin, second_factor::Relation::Account.def().rev())
        .filter(web_session::Column::TokenHash.eq(secrets::digest(secret)))
        .filter(holding(now))
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(role_grant::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let today = dates::bogota_date(now);
    let mut found: Option<(Actor, LastUse)> = None;
    let has_factor = rows.iter().any(|row| row.factor.is_some());
    let asked_at = rows.first().and_then(|row| row.factor_asked_at);
    for row in rows {
        let (actor, _) = found.get_or_insert_with(|| {
            let actor = Actor {
                account: row.account,
                person: row.person,
                name: row.name,
                grants: Vec::new(),
                request: None,
            };
            let Grants { session, last_used_at: at, is_shared, .. } = row;
            (actor, LastUse { session, at, is_shared })
        });
        // Rows are left in, so that whoever has no role today still comes in.
        if let Some(role) = row.role
            && rules::is_held(row.valid_from, row.valid_until, today)
        {
            actor.grants.push(Grant {
                role,
                unit: row.unit,
                department: row.department,
                entity: row.entity,
            });
        }
    }
    Ok(found.map(|(actor, last_use)| {
        let is_owed = !has_factor && owes_factor(&actor.grants);
        let owed = if is_owed { duty(asked_at, grace, now) } else { FactorDuty::Settled };
        (actor, last_use, owed)
    }))
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

/// Ends the sessions of an account but the one with this digest. Answers how many.
pub async fn close_others(
    tx: &impl ConnectionTrait,
    account: AccountId,
    kept: &str,
) -> Result<u64, DbErr> {
    let ended = web_session::Entity::delete_many()
        .filter(web_session::Column::AccountId.eq(account))
        .filter(web_session::Column::TokenHash.ne(kept))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

/// Ends every session of an account, and what waits for its code: password or role change, suspension
/// (P22).
pub async fn close_all(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    web_session::Entity::delete_many()
        .filter(web_session::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    close_half_sessions(tx, account).await
}

//! Changes to accounts: sign in and out, one-time links, passwords, roles.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, Set, SqlErr, Statement,
};
use serde_json::json;

mod administer;
mod lost_password;

pub use administer::{
    AccountRefusal, give_role, invite, open_account, reactivate, send_password_link, suspend,
    take_role,
};
pub use lost_password::lost_password;

use super::actor::{AccountId, Actor, Grant};
use super::entity::{account, one_time_link, role_grant, sign_in_attempt};
use super::rules::{self, RecentFailures};
use super::{passwords, sessions};
use crate::history::commands::{Event, record};
use crate::platform::clock::Clock;
use crate::platform::db::Db;
use crate::platform::errors::{AppError, Failure};
use crate::platform::secrets;
use crate::platform::texts::Refusal;

/// Why somebody was not let in or a password was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    #[error("mail and password do not match")]
    NoMatch,
    #[error("too many failures")]
    TooMany,
    #[error("the link is unknown, used or expired")]
    LinkUnusable,
    #[error("the present password is wrong")]
    WrongPassword,
    #[error("an account with this mail exists")]
    MailTaken,
}

impl Refusal for SignInRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoMatch => "sign_in.no_match",
            Self::TooMany => "sign_in.too_many",
            Self::LinkUnusable => "sign_in.link_unusable",
            Self::WrongPassword => "sign_in.wrong_password",
            Self::MailTaken => "sign_in.mail_taken",
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoMatch | Self::TooMany | Self::LinkUnusable => None,
            Self::WrongPassword => Some("contrasena_actual"),
            Self::MailTaken => Some("correo"),
        }
    }
}

type Done<T> = Result<T, Failure<SignInRefusal>>;

/// Mail as it is kept and compared.
pub fn normal_mail(mail: &str) -> String {
    mail.trim().to_lowercase()
}

/// Checks a password and opens a session; answers its secret. Every attempt is counted
/// before the password is looked at, so parallel guesses cannot outrun the limit.
pub async fn sign_in(
    db: &Db,
    clock: &Clock,
    mail: &str,
    password: &str,
    address: &str,
) -> Done<String> {
    let mail = normal_mail(mail);
    let now = clock.now();
    let account_key = secrets::digest(format!("account:{mail}"));
    let address_key = secrets::digest(format!("address:{address}"));

    let tx = db.begin().await?;
    take_turns(&tx, &[&account_key, &address_key]).await?;
    let failures = recent_failures(&tx, &account_key, &address_key, now).await?;
    if !rules::may_try(failures) {
        return Err(Failure::Refused(SignInRefusal::TooMany));
    }
    let attempt = sign_in_attempt::ActiveModel {
        account_key: Set(account_key),
        address_key: Set(address_key),
        at: Set(now),
        succeeded: Set(false),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    tx.commit().await?;

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
    let mut attempt = attempt.into_active_model();
    attempt.succeeded = Set(true);
    attempt.update(&tx).await?;
    let secret = sessions::open(&tx, account.id, now).await?;
    record_account(&tx, clock, account.id, Some(account.id), None, "sign_in.enter", json!({}))
        .await?;
    tx.commit().await?;
    Ok(secret)
}

/// Makes attempts on the same account or from the same address count one after another:
/// without it, guesses sent at once would all see the count before any of them. SQLite's
/// write transaction is alone anyway.
async fn take_turns(tx: &DatabaseTransaction, keys: &[&str]) -> Result<(), sea_orm::DbErr> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let mut locks: Vec<i64> =
        keys.iter().filter_map(|key| i64::from_str_radix(key.get(..15)?, 16).ok()).collect();
    // The same order for everybody, so that nobody waits for somebody who waits.
    locks.sort_unstable();
    for lock in locks {
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock($1)",
            [lock.into()],
        ))
        .await?;
    }
    Ok(())
}

async fn recent_failures(
    tx: &DatabaseTransaction,
    account_key: &str,
    address_key: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<RecentFailures, sea_orm::DbErr> {
    use sign_in_attempt::Column;
    let since = now - rules::WINDOW;
    let failed = || {
        sign_in_attempt::Entity::find()
            .filter(Column::At.gt(since))
            .filter(Column::Succeeded.eq(false))
    };
    Ok(RecentFailures {
        of_pair: failed()
            .filter(Column::AccountKey.eq(account_key))
            .filter(Column::AddressKey.eq(address_key))
            .count(tx)
            .await?,
        of_address: failed().filter(Column::AddressKey.eq(address_key)).count(tx).await?,
        of_account: failed().filter(Column::AccountKey.eq(account_key)).count(tx).await?,
        address_is_known: sign_in_attempt::Entity::find()
            .filter(Column::AccountKey.eq(account_key))
            .filter(Column::AddressKey.eq(address_key))
            .filter(Column::Succeeded.eq(true))
            .limit(1)
            .one(tx)
            .await?
            .is_some(),
    })
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

/// Changes one's own password; every session of the account ends, and a new one is opened
/// for the browser that asked. Answers its secret.
pub async fn change_password(
    db: &Db,
    clock: &Clock,
    actor: &Actor,
    current: &str,
    new: &str,
) -> Done<String> {
    let stored = account::Entity::find_by_id(actor.account)
        .one(db.read())
        .await?
        .ok_or(AppError::NotFound)?;
    if !passwords::verify(current, stored.password_hash.as_deref()).await? {
        return Err(Failure::Refused(SignInRefusal::WrongPassword));
    }
    let hash = passwords::hash(new).await?;
    let tx = db.begin().await?;
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

/// Uses a one-time link to set a password; answers the new session's secret.
pub async fn use_link(db: &Db, clock: &Clock, token: &str, new: &str) -> Done<String> {
    let hash = passwords::hash(new).await?;
    let now = clock.now();
    let tx = db.begin().await?;
    let link =
        usable_link(&tx, token, now).await?.ok_or(Failure::Refused(SignInRefusal::LinkUnusable))?;
    // The update settles two uses at once: only one of them changes a row.
    let used = one_time_link::Entity::update_many()
        .set(one_time_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(one_time_link::Column::Id.eq(link.id))
        .filter(one_time_link::Column::UsedAt.is_null())
        .exec(&tx)
        .await?;
    if used.rows_affected != 1 {
        return Err(Failure::Refused(SignInRefusal::LinkUnusable));
    }
    let secret = set_password(&tx, clock, link.account_id, hash).await?;
    record_account(
        &tx,
        clock,
        link.account_id,
        Some(link.account_id),
        None,
        "sign_in.use_link",
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(secret)
}

async fn set_password(
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

/// The link behind a token, if it can still be used.
pub async fn usable_link(
    db: &impl ConnectionTrait,
    token: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<one_time_link::Model>, sea_orm::DbErr> {
    one_time_link::Entity::find()
        .filter(one_time_link::Column::TokenHash.eq(secrets::digest(token)))
        .filter(one_time_link::Column::ExpiresAt.gt(now))
        .filter(one_time_link::Column::UsedAt.is_null())
        .one(db)
        .await
}

/// A new account as another capability or the command line asks for it.
pub struct NewAccount {
    pub email: String,
    pub name: String,
    /// `person.id`, for participants and facilitators who are known as people.
    pub person: Option<i64>,
    /// An argon2id hash; without one the account opens with a one-time link only.
    pub password_hash: Option<String>,
    pub grants: Vec<Grant>,
}

/// Creates an account with its roles inside the caller's transaction.
pub async fn create_account(
    tx: &DatabaseTransaction,
    clock: &Clock,
    by: Option<AccountId>,
    new: NewAccount,
) -> Done<AccountId> {
    let now = clock.now();
    let email = normal_mail(&new.email);
    // Asked first because a failed statement would abort a PostgreSQL transaction; the
    // unique constraint still has the last word.
    if account::Entity::find().filter(account::Column::Email.eq(&email)).one(tx).await?.is_some() {
        return Err(Failure::Refused(SignInRefusal::MailTaken));
    }
    let inserted = account::ActiveModel {
        person_id: Set(new.person),
        search_name: Set(crate::platform::search::fold(&format!("{} {email}", new.name))),
        email: Set(email),
        display_name: Set(new.name),
        password_hash: Set(new.password_hash),
        is_active: Set(true),
        created_at: Set(now),
        ..Default::default()
    }
    .insert(tx)
    .await;
    let account = match inserted {
        Ok(account) => account,
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(Failure::Refused(SignInRefusal::MailTaken));
        }
        Err(error) => return Err(error.into()),
    };
    for grant in new.grants {
        grant_role(tx, clock, account.id, grant).await?;
    }
    record_account(tx, clock, account.id, by, None, "sign_in.create_account", json!({})).await?;
    Ok(account.id)
}

/// Adds a role to an account; the account's sessions end, so that no old scope lives on (P22).
pub async fn grant_role(
    tx: &DatabaseTransaction,
    clock: &Clock,
    account: AccountId,
    grant: Grant,
) -> Result<(), sea_orm::DbErr> {
    role_grant::ActiveModel {
        account_id: Set(account),
        role: Set(grant.role),
        unit_code: Set(grant.unit),
        department_code: Set(grant.department),
        entity_id: Set(grant.entity),
        created_at: Set(clock.now()),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    sessions::close_all(tx, account).await
}

/// Makes a one-time link and answers its token, which is kept nowhere.
pub async fn make_link(
    tx: &DatabaseTransaction,
    clock: &Clock,
    account: AccountId,
) -> Result<String, AppError> {
    let token = secrets::token()?;
    let now = clock.now();
    // A new link voids the earlier ones: the last letter is the one that works.
    one_time_link::Entity::update_many()
        .set(one_time_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(one_time_link::Column::AccountId.eq(account))
        .filter(one_time_link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    one_time_link::ActiveModel {
        account_id: Set(account),
        token_hash: Set(secrets::digest(&token)),
        purpose: Set(one_time_link::Purpose::SetPassword),
        created_at: Set(now),
        expires_at: Set(now + rules::LINK),
        used_at: Set(None),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(token)
}

async fn record_account(
    tx: &DatabaseTransaction,
    clock: &Clock,
    subject: AccountId,
    actor: Option<AccountId>,
    request: Option<&str>,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), sea_orm::DbErr> {
    let event = Event {
        at: clock.now(),
        actor: actor.map(|id| id.0),
        request,
        action,
        subject_kind: "account",
        subject_id: subject.0,
        cohort_id: None,
        detail,
    };
    record(tx, event).await
}

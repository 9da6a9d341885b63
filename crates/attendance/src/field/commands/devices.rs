//! Telephones come, are given lists, are emptied or taken out of use.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
};

use platform::db::take_turns;
use platform::prelude::*;
use platform::subscribers::Subscriber;
use platform::{secrets, texts};
use sign_in_model::closing::OWN_ADDRESSES;
use sign_in_model::sessions;
use sign_in_model::work::Work;

use crate::entity::attendance_mark::DeviceId;
use crate::field::entity::{field_device, field_handout};
use crate::field::policy::{Carry, Revoke, Send};
use crate::field::queries::{self, ListHandout};

/// Telephones that an account has in use at once. Each keeps names of people; nobody carries more.
pub const MOST_DEVICES: u64 = 10;

/// A telephone that was just made known; only the browser keeps the token.
pub struct NewDevice {
    pub device: DeviceId,
    pub token: String,
}

/// Makes a telephone known. `session` is the secret of the web session that asks. A browser that others use
/// too is known and not trusted.
///
/// # Errors
/// The account has as many in use as it may, or the database's.
pub async fn register(
    app: &App,
    permit: Carry,
    label: &str,
    session: &str,
) -> Result<NewDevice, AppError> {
    let token = secrets::token()?;
    let work = Work::begin(app, permit.by()).await?;
    let account = permit.actor().account;
    take_turns(&work.tx, &[&format!("devices of account:{account}")]).await?;
    let in_use = field_device::Entity::find()
        .filter(field_device::Column::AccountId.eq(account))
        .filter(field_device::Column::LeftAt.is_null())
        .filter(field_device::Column::RevokedAt.is_null())
        .count(&work.tx)
        .await?;
    if in_use >= MOST_DEVICES {
        let most = [("most", MOST_DEVICES.to_string())];
        return Err(AppError::Refused(texts::say("attendance.devices_too_many", &most)));
    }
    let is_own = sessions::is_of_one_person(&work.tx, session).await?;
    let device = field_device::ActiveModel {
        account_id: Set(account),
        label: Set(label.to_owned()),
        token_digest: Set(secrets::digest(&token)),
        session_digest: Set(Some(secrets::digest(session))),
        created_at: Set(work.now),
        last_seen_at: Set(work.now),
        trusted_at: Set(is_own.then_some(work.now)),
        ..Default::default()
    }
    .insert(&work.tx)
    .await?
    .id;
    let subject = ("field_device", device.0);
    work.record("attendance.device_register", subject, json!({})).await?;
    work.commit().await?;
    Ok(NewDevice { device, token })
}

/// Gives a telephone the lists of its owner's sessions and remembers which: a mark for a session
/// that was handed out is never a stranger's. `session` is the secret of the web session beside it, which
/// renews the trust; `None` when the telephone asks by itself.
pub async fn hand_out(
    app: &App,
    permit: Send,
    session: Option<&str>,
) -> Result<ListHandout, AppError> {
    let now = app.clock.now();
    let device = permit.device().id;
    let given = queries::lists(app.db.read(), permit.actor(), now).await?;
    let tx = app.db.begin().await?;
    let rows = given.sessions.iter().map(|session| field_handout::ActiveModel {
        device_id: Set(device),
        session_id: Set(*session),
        at: Set(now),
    });
    if !given.sessions.is_empty() {
        let again = OnConflict::columns([
            field_handout::Column::DeviceId,
            field_handout::Column::SessionId,
        ])
        .update_column(field_handout::Column::At)
        .to_owned();
        field_handout::Entity::insert_many(rows)
            .on_conflict(again)
            .exec_without_returning(&tx)
            .await?;
    }
    let mut seen = field_device::Entity::update_many()
        .col_expr(field_device::Column::LastSeenAt, Expr::value(now))
        .filter(field_device::Column::Id.eq(device));
    if let Some(session) = session {
        let is_own = sessions::is_of_one_person(&tx, session).await?;
        seen = seen
            .col_expr(field_device::Column::SessionDigest, Expr::value(secrets::digest(session)))
            .col_expr(field_device::Column::TrustedAt, Expr::value(is_own.then_some(now)));
    }
    seen.exec(&tx).await?;
    tx.commit().await?;
    Ok(given)
}

/// Notes that the owner signed out on the telephone: it is empty, and its token opens nothing.
pub async fn forget(app: &App, permit: Send) -> Result<(), AppError> {
    let device = permit.device().id;
    let work = Work::begin(app, permit.by()).await?;
    field_device::Entity::update_many()
        .col_expr(field_device::Column::LeftAt, Expr::value(work.now))
        .filter(field_device::Column::Id.eq(device))
        .filter(field_device::Column::LeftAt.is_null())
        .exec(&work.tx)
        .await?;
    work.record("attendance.device_leave", ("field_device", device.0), json!({})).await?;
    work.commit().await
}

/// Takes a lost telephone out of use: it is wiped when it next connects, and its web session ends. What
/// it had sent stays; doing it twice changes nothing.
pub async fn revoke(app: &App, permit: Revoke) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let device = field_device::Entity::find_by_id(*permit.device())
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if device.revoked_at.is_some() {
        return Ok(());
    }
    field_device::Entity::update_many()
        .col_expr(field_device::Column::RevokedAt, Expr::value(work.now))
        .col_expr(field_device::Column::RevokedBy, Expr::value(work.by.account))
        .filter(field_device::Column::Id.eq(device.id))
        .exec(&work.tx)
        .await?;
    if let Some(digest) = &device.session_digest {
        sessions::close_digest(&work.tx, digest).await?;
    }
    work.record("attendance.device_revoke", ("field_device", device.id.0), json!({})).await?;
    work.commit().await
}

/// Ends the trust in the telephones of an account whose password was lost, changed or made void: they send
/// again once their owner signs in on them. What they hold stays.
pub fn distrust_subscriber() -> Subscriber {
    Subscriber {
        table: OWN_ADDRESSES,
        on_change: |tx, _, accounts| Box::pin(distrust(tx, accounts)),
    }
}

async fn distrust(tx: &DatabaseTransaction, accounts: &[i64]) -> Result<(), AppError> {
    field_device::Entity::update_many()
        .col_expr(field_device::Column::TrustedAt, Expr::value(None::<DateTime<Utc>>))
        .filter(field_device::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(field_device::Column::TrustedAt.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}

//! Telephones come, are given lists, are emptied or taken out of use.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
};

use history_model::commands::record;
use platform::app::App;
use platform::errors::AppError;
use platform::secrets;
use sign_in_model::actor::Author;
use sign_in_model::sessions;

use crate::entity::attendance_mark::DeviceId;
use crate::field::entity::{field_device, field_handout};
use crate::field::policy::{Carry, Revoke, Send};
use crate::field::queries::{self, ListHandout};

/// A telephone that was just made known; only the browser keeps the token.
pub struct NewDevice {
    pub device: DeviceId,
    pub token: String,
}

/// Makes a telephone known. `session` is the secret of the web session that asks.
pub async fn register(
    app: &App,
    permit: Carry,
    label: &str,
    session: &str,
) -> Result<NewDevice, AppError> {
    let now = app.clock.now();
    let token = secrets::token()?;
    let tx = app.db.begin().await?;
    let device = field_device::ActiveModel {
        account_id: Set(permit.actor().account),
        label: Set(label.to_owned()),
        token_digest: Set(secrets::digest(&token)),
        session_digest: Set(Some(secrets::digest(session))),
        created_at: Set(now),
        last_seen_at: Set(now),
        ..Default::default()
    }
    .insert(&tx)
    .await?
    .id;
    record_device(&tx, app, permit.by(), "attendance.device_register", device).await?;
    tx.commit().await?;
    Ok(NewDevice { device, token })
}

/// Gives a telephone the lists of its owner's sessions and remembers which: a mark for a session
/// that was handed out is never a stranger's.
pub async fn hand_out(app: &App, permit: Send, session: &str) -> Result<ListHandout, AppError> {
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
    field_device::Entity::update_many()
        .col_expr(field_device::Column::LastSeenAt, Expr::value(now))
        .col_expr(field_device::Column::SessionDigest, Expr::value(secrets::digest(session)))
        .filter(field_device::Column::Id.eq(device))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(given)
}

/// Notes that the owner signed out on the telephone: it is empty, and its token opens nothing.
pub async fn forget(app: &App, permit: Send) -> Result<(), AppError> {
    let device = permit.device().id;
    let tx = app.db.begin().await?;
    field_device::Entity::update_many()
        .col_expr(field_device::Column::LeftAt, Expr::value(app.clock.now()))
        .filter(field_device::Column::Id.eq(device))
        .filter(field_device::Column::LeftAt.is_null())
        .exec(&tx)
        .await?;
    record_device(&tx, app, permit.by(), "attendance.device_leave", device).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a lost telephone out of use: it is wiped when it next connects, and its web session ends. What
/// it had sent stays; doing it twice changes nothing.
pub async fn revoke(app: &App, permit: Revoke) -> Result<(), AppError> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let device = field_device::Entity::find_by_id(*permit.device())
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if device.revoked_at.is_some() {
        return Ok(());
    }
    field_device::Entity::update_many()
        .col_expr(field_device::Column::RevokedAt, Expr::value(now))
        .col_expr(field_device::Column::RevokedBy, Expr::value(permit.by().account))
        .filter(field_device::Column::Id.eq(device.id))
        .exec(&tx)
        .await?;
    if let Some(digest) = &device.session_digest {
        sessions::close_digest(&tx, digest).await?;
    }
    record_device(&tx, app, permit.by(), "attendance.device_revoke", device.id).await?;
    tx.commit().await?;
    Ok(())
}

async fn record_device(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    action: &'static str,
    device: DeviceId,
) -> Result<(), DbErr> {
    record(tx, by.event(app.clock.now(), action, ("field_device", device.0))).await
}

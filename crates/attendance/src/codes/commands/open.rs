//! A session's check-in begins and ends, by somebody's hand or with the session.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use cohorts_model::entity::session::SessionId;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::{AppError, Failure};
use sign_in_model::actor::Author;

use super::CodeResult;
use crate::codes::entity::session_code::{self, CodeSecret};
use crate::codes::policy::Show;
use crate::codes::queries;
use crate::codes::rules::may_open;
use crate::marks::{LockedSession, hold};

/// Opens check-in on the session's day. It stays open when it is already; after it was closed, another
/// secret is made and the codes of the one before are worth nothing.
pub async fn open(app: &App, permit: Show) -> CodeResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let locked = hold(&tx, *permit.cohort(), *permit.session()).await?;
    may_open(locked.cohort(), locked.session(), now).map_err(Failure::Refused)?;
    let last = queries::last_opening(&tx, locked.session().id).await?;
    if last.as_ref().is_some_and(|last| last.closed_at.is_none() && last.secret.is_some()) {
        return Ok(());
    }
    // One that ended with another day of the session.
    shut(&tx, locked.session().id, now).await?;
    let salt = match last.and_then(|last| last.salt) {
        Some(salt) => salt,
        None => CodeSecret::new()?,
    };
    let by = permit.by();
    let author = by.account.ok_or_else(|| AppError::Internal("nobody opens check-in".into()))?;
    session_code::ActiveModel {
        session_id: Set(locked.session().id),
        secret: Set(Some(CodeSecret::new()?)),
        salt: Set(Some(salt)),
        opened_at: Set(now),
        opened_by: Set(author),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    record_opening(&tx, by, &locked, "attendance.open_code", now).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes check-in; doing it twice changes nothing.
pub async fn close(app: &App, permit: Show) -> Result<(), AppError> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let locked = hold(&tx, *permit.cohort(), *permit.session()).await?;
    if shut(&tx, locked.session().id, now).await? {
        record_opening(&tx, permit.by(), &locked, "attendance.close_code", now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Closes the open check-in of a session, under the cohort's lock. Returns whether one was open.
pub(crate) async fn shut(
    tx: &impl ConnectionTrait,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let closed = session_code::Entity::update_many()
        .col_expr(session_code::Column::ClosedAt, Expr::value(now))
        .filter(session_code::Column::SessionId.eq(session))
        .filter(session_code::Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    Ok(closed.rows_affected > 0)
}

async fn record_opening(
    tx: &impl ConnectionTrait,
    by: &Author,
    locked: &LockedSession,
    action: &'static str,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    record(
        tx,
        Event {
            cohort_id: Some(locked.cohort().id.0),
            ..by.event(at, action, ("session", locked.session().id.0))
        },
    )
    .await
}

//! A session's check-in begins and ends, by somebody's hand or with the session.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use cohorts_model::entity::session::SessionId;
use platform::prelude::*;
use sign_in_model::work::Work;

use super::CodeResult;
use crate::codes::entity::session_code::{self, CodeSecret};
use crate::codes::policy::Show;
use crate::codes::queries;
use crate::codes::rules::may_open;
use crate::marks::hold;

/// Opens check-in on the session's day. It stays open when it is already; after it was closed, another
/// secret is made and the codes of the one before are worth nothing.
pub async fn open(app: &App, permit: Show) -> CodeResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let (cohort, session) = (locked.cohort(), locked.session());
    may_open(cohort, session, work.now).map_err(Failure::Refused)?;
    let last = queries::last_opening(&work.tx, session.id).await?;
    if last.as_ref().is_some_and(|last| last.closed_at.is_none() && last.secret.is_some()) {
        return Ok(());
    }
    // One that ended with another day of the session.
    shut(&work.tx, session.id, work.now).await?;
    let salt = match last.and_then(|last| last.salt) {
        Some(salt) => salt,
        None => CodeSecret::new()?,
    };
    session_code::ActiveModel {
        session_id: Set(session.id),
        secret: Set(Some(CodeSecret::new()?)),
        salt: Set(Some(salt)),
        opened_at: Set(work.now),
        opened_by: Set(work.account()?),
        ..Default::default()
    }
    .insert(&work.tx)
    .await?;
    let subject = ("session", session.id.0);
    work.record_in(cohort.id.0, "attendance.open_code", subject, json!({})).await?;
    Ok(work.commit().await?)
}

/// Closes check-in; doing it twice changes nothing.
pub async fn close(app: &App, permit: Show) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let session = locked.session().id;
    if shut(&work.tx, session, work.now).await? {
        let (cohort, subject) = (locked.cohort().id.0, ("session", session.0));
        work.record_in(cohort, "attendance.close_code", subject, json!({})).await?;
    }
    work.commit().await
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

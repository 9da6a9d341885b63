//! Ending sessions of one's own account.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use platform::prelude::*;
use sign_in_model::entity::web_session::{self, WebSessionId};
use sign_in_model::policy::OwnSessions;
use sign_in_model::sessions;
use sign_in_model::work::Work;

/// Ends one session. Returns whether it was open: one of somebody else is not there, like one that ended.
///
/// # Errors
/// Those of the database.
pub async fn end_session(
    app: &App,
    permit: OwnSessions,
    session: WebSessionId,
) -> Result<bool, AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let account = work.account()?;
    let ended = web_session::Entity::delete_many()
        .filter(web_session::Column::Id.eq(session))
        .filter(web_session::Column::AccountId.eq(account))
        .exec(&work.tx)
        .await?;
    if ended.rows_affected == 0 {
        return Ok(false);
    }
    work.record("sign_in.end_session", ("account", account.0), json!({})).await?;
    work.commit().await?;
    Ok(true)
}

/// Ends every session but the one with this digest.
///
/// # Errors
/// Those of the database.
pub async fn end_other_sessions(
    app: &App,
    permit: OwnSessions,
    kept: &str,
) -> Result<u64, AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let account = work.account()?;
    let ended = sessions::close_others(&work.tx, account, kept).await?;
    let detail = json!({ "sessions": ended });
    work.record("sign_in.end_other_sessions", ("account", account.0), detail).await?;
    work.commit().await?;
    Ok(ended)
}

//! When a session was last used. It is kept from time to time only: every request would be a change.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rocket::tokio::time::timeout;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use platform::app::App;

use super::entity::web_session::{self, Column, WebSessionId};
use super::rules;

/// A page does not wait longer for this: the next request tries again.
const PATIENCE: Duration = Duration::from_secs(1);

/// The last use of a session, as the database knows it.
#[derive(Clone, Copy, Debug)]
pub struct LastUse {
    pub session: WebSessionId,
    pub at: DateTime<Utc>,
    /// The session ends when it is not used.
    pub is_shared: bool,
}

impl LastUse {
    /// Writes down that the session is used now, if that was not done lately. A crowd of changes keeps
    /// nobody from reading: what cannot be written at once is left out.
    pub async fn renew(self, app: &App) {
        let now = app.clock.now();
        if now - self.at < rules::use_noted_every(self.is_shared) {
            return;
        }
        match timeout(PATIENCE, write(app, self, now)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => tracing::warn!("the last use of a session was not written"),
        }
    }
}

async fn write(app: &App, last: LastUse, now: DateTime<Utc>) -> Result<(), DbErr> {
    web_session::Entity::update_many()
        .set(web_session::ActiveModel { last_used_at: Set(now), ..Default::default() })
        .filter(Column::Id.eq(last.session))
        // Another request may have been quicker.
        .filter(Column::LastUsedAt.lt(now - TimeDelta::seconds(1)))
        .exec(app.db.writer())
        .await?;
    Ok(())
}

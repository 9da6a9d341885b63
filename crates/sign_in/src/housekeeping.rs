//! What nobody needs any more goes: sessions and links long ended, attempts that no limit
//! counts. What happened stays in history.

use std::time::Duration;

use sea_orm::{ColumnTrait, Condition};

use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker, prune};

use super::entity::{one_time_link, sign_in_attempt, web_session};
use super::rules;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("housekeeping", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Deletes the oldest that may go.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let db = &app.db;
    let sessions = web_session::Column::ExpiresAt.lt(now - rules::ENDED);
    let links = one_time_link::Column::ExpiresAt.lt(now - rules::ENDED);
    let attempt = |succeeded: bool, kept| {
        Condition::all()
            .add(sign_in_attempt::Column::Succeeded.eq(succeeded))
            .add(sign_in_attempt::Column::At.lt(now - kept))
    };
    let attempts =
        Condition::any().add(attempt(true, rules::KNOWN)).add(attempt(false, rules::FAILURES_KEPT));
    let sessions = prune::<web_session::Entity>(db, web_session::Column::Id, sessions).await?;
    let links = prune::<one_time_link::Entity>(db, one_time_link::Column::Id, links).await?;
    let attempts =
        prune::<sign_in_attempt::Entity>(db, sign_in_attempt::Column::Id, attempts).await?;
    Ok(sessions.and(links).and(attempts))
}

//! The worker that tells holders that their certificates end.

use std::sync::Arc;
use std::time::Duration;

use platform::app::App;
use platform::dates;
use platform::errors::{AppError, quiet};
use platform::workers::{Round, Worker};

use super::commands::tell;
use super::queries::to_tell;
use crate::backlog::Backlog;

/// People of one round: a stop waits for no more than this.
const PER_ROUND: u64 = 50;
/// A long pause, because certificates expire by days.
const PAUSE: Duration = Duration::from_secs(15 * 60);

/// The worker that `assembly::serve` starts.
pub fn worker(app: App) -> Worker {
    let backlog = Arc::new(Backlog::default());
    Worker::new("certificates that end", PAUSE, move || {
        let (app, backlog) = (app.clone(), Arc::clone(&backlog));
        async move { round(&app, &backlog).await }
    })
}

async fn round(app: &App, backlog: &Backlog) -> Result<Round, AppError> {
    let today = dates::bogota_date(app.clock.now());
    let due = to_tell(app.db.read(), today, &backlog.broken(), PER_ROUND).await?;
    if due.is_empty() {
        backlog.move_floor(app.db.read()).await?;
        return Ok(Round::Idle);
    }
    for id in due {
        if let Err(error) = tell(app, id).await {
            backlog.pass_by(id);
            let reason = quiet(&error);
            tracing::error!(certificate = id.0, reason, "nobody was told that a certificate ends");
        }
    }
    Ok(Round::More)
}

/// Tells all holders who have to be told today; for tests.
pub async fn tell_all(app: &App) -> Result<(), AppError> {
    let backlog = Backlog::default();
    while round(app, &backlog).await? == Round::More {}
    Ok(())
}

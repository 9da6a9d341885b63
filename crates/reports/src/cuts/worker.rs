//! The loop that freezes what is due.

use std::time::Duration;

use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::commands::freeze;
use super::queries::{first_day, lacking};
use super::rules::due;

const PAUSE: Duration = Duration::from_secs(60 * 60);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("cuts of reports", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Freezes one cut: the earliest that is due and missing.
///
/// # Errors
/// The database's; the next round tries again.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let Some(first) = first_day(app.db.read()).await? else { return Ok(Round::Idle) };
    for term in due(app.clock.today(), first) {
        if let Some(department) = lacking(app.db.read(), term).await? {
            freeze(app, &department, term).await?;
            return Ok(Round::More);
        }
    }
    Ok(Round::Idle)
}

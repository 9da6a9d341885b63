//! What the ground itself forgets: answers that nobody asks for again, and budgets that are whole.

use std::time::Duration;

use super::app::App;
use super::errors::AppError;
use super::workers::{Round, Worker};
use super::{idempotency, limits};

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("answers and budgets", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Deletes the oldest that may go.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let answers = idempotency::forget(&app.db, now).await?;
    Ok(answers.and(limits::forget(&app.db, now).await?))
}

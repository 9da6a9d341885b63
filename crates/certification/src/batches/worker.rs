//! The worker that carries batches out.

use std::time::Duration;

use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::commands::run_batch;
use super::queries::unfinished;

/// People of one batch in one round: a stop waits for no more than this, and the next batch neither.
const PER_ROUND: u64 = 20;
/// A short pause, because a coordinator is looking at the page.
const PAUSE: Duration = Duration::from_secs(1);

/// The worker that `assembly::serve` starts.
pub fn worker(app: App) -> Worker {
    Worker::new("certificate batches", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Issues for some people of every open batch.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let batches = unfinished(app.db.read()).await?;
    let mut broken = None;
    for batch in &batches {
        // One that breaks does not keep the others waiting.
        if let Err(error) = run_batch(app, *batch, PER_ROUND).await {
            broken = Some(error);
        }
    }
    match broken {
        Some(error) => Err(error),
        None if batches.is_empty() => Ok(Round::Idle),
        None => Ok(Round::More),
    }
}

/// Runs all batches to their end; for tests.
pub async fn work(app: &App) -> Result<(), AppError> {
    while round(app).await? == Round::More {}
    Ok(())
}

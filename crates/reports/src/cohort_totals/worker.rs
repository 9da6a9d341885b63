//! Cohorts that were closed before there were sums: a worker adds them up, some at a time, once. Until
//! then their marks are read as those of a cohort under way.

use std::time::Duration;

use platform::app::App;
use platform::db::take_turns;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::commands::keep;
use super::queries::lacking;

/// Cohorts of one transaction: other writers wait for no more than these.
const BLOCK: u64 = 100;
const PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("sums of closed cohorts", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Adds up one block of cohorts. Instances of the program take turns, so that none adds up the same twice.
///
/// # Errors
/// The database's; the block is undone and comes again.
pub async fn round(app: &App) -> Result<Round, AppError> {
    if lacking(app.db.read(), 1).await?.is_empty() {
        return Ok(Round::Idle);
    }
    let tx = app.db.begin().await?;
    take_turns(&tx, &["sums of closed cohorts"]).await?;
    let cohorts = lacking(&tx, BLOCK).await?;
    keep(&tx, &cohorts).await?;
    tx.commit().await?;
    Ok(Round::More)
}

/// Adds up every closed cohort that lacks its totals. Loaders that write cohorts without commands call it.
///
/// # Errors
/// The database's.
pub async fn all(app: &App) -> Result<(), AppError> {
    while round(app).await? == Round::More {}
    Ok(())
}

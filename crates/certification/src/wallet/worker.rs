//! Two workers: one answers claims a moment after they came, the other deletes expired links.

use std::time::Duration;

use platform::app::App;
use platform::workers::Worker;

use super::commands;

/// A short pause, because the person who claimed is looking at their mailbox.
const SOON: Duration = Duration::from_secs(3);
const HOURLY: Duration = Duration::from_secs(60 * 60);

pub fn claims(app: App) -> Worker {
    Worker::new("wallet claims", SOON, move || {
        let app = app.clone();
        async move { commands::answer_all(&app).await }
    })
}

pub fn housekeeping(app: App) -> Worker {
    Worker::new("wallet links", HOURLY, move || {
        let app = app.clone();
        async move { commands::forget(&app).await }
    })
}

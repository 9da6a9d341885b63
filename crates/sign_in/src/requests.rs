//! The worker that answers who lost a password.

use std::time::Duration;

use platform::app::App;
use platform::workers::Worker;

use super::commands;

/// A short pause, because the person who asked is looking at their mailbox.
const SOON: Duration = Duration::from_secs(3);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("password requests", SOON, move || {
        let app = app.clone();
        async move { commands::answer_requests(&app).await }
    })
}

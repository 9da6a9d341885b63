//! Reminders of what waits for an answer, one to each: an offered seat before it lapses, and a call before
//! the cohort takes nobody more. What is to go out is read by the same functions for the page of a
//! cohort's letters.

pub mod calls;
mod letters;
pub mod offers;
mod rules;

use std::time::Duration;

use platform::prelude::*;
use platform::workers::{Round, Worker};

pub use self::letters::letter_samples;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(5 * 60);
/// Letters of one transaction; the others wait for the next round.
const AT_ONCE: usize = 50;
/// Most cohorts that a round looks at.
const COHORTS: u64 = 500;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("reminders of answers", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Reminds the people of one cohort and the focal points of one, if any are due.
///
/// # Errors
/// The database's, and that of a template.
pub async fn round(app: &App) -> Result<Round, AppError> {
    Ok(offers::round(app).await?.and(calls::round(app).await?))
}

//! Reminders of what waits for an answer, one to each: an offered seat before it lapses, and a call before
//! the cohort takes nobody more. What is to go out is read by the same functions for the page of a
//! cohort's letters.

pub mod calls;
mod letters;
pub mod offers;
mod rules;

use std::time::Duration;

use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::queries::get;
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
    let offers = round_of(app, Reminder::Offer).await?;
    Ok(offers.and(round_of(app, Reminder::Call).await?))
}

/// What waits for an answer.
#[derive(Clone, Copy, Debug)]
enum Reminder {
    /// A seat that was offered.
    Offer,
    /// A call to put people forward.
    Call,
}

async fn round_of(app: &App, reminder: Reminder) -> Result<Round, AppError> {
    let (db, now) = (app.db.read(), app.clock.now());
    let soon = match reminder {
        Reminder::Offer => offers::soon(now),
        Reminder::Call => calls::soon(dates::bogota_date(now)),
    };
    let cohorts = cohort::Entity::find()
        .filter(soon)
        .order_by_asc(cohort::Column::Id)
        .limit(COHORTS)
        .all(db)
        .await?;
    for cohort in cohorts {
        let is_due = match reminder {
            Reminder::Offer => offers::is_due(db, &cohort, now).await?,
            Reminder::Call => calls::is_due(db, &cohort, now).await?,
        };
        if is_due {
            remind(app, cohort.id, reminder).await?;
            return Ok(Round::More);
        }
    }
    Ok(Round::Idle)
}

async fn remind(app: &App, id: CohortId, reminder: Reminder) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    // Two instances take turns, and the second finds nobody; whoever answered meanwhile is left alone.
    cohort::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let row = get(&tx, id).await?;
    match reminder {
        Reminder::Offer => offers::write(&tx, app, &row).await?,
        Reminder::Call => calls::write(&tx, app, &row).await?,
    }
    Ok(tx.commit().await?)
}

//! Adds the people of an older database to the ledger: a worker, a block at a time, once. What it
//! writes is known since then, and figures of an earlier day say so.

use std::time::Duration;

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};

use people_model::entity::person::PersonId;
use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::entity::ledger_fill;
use super::facts;
use super::refresh::refresh;

/// How many people one transaction adds: a change of another person waits for no more than these.
const BLOCK: u64 = 200;
const PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("installed capacity of before", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Adds one block. Instances that fill at once take turns at the row that says how far the filling is,
/// and each begins where the other ended.
///
/// # Errors
/// The database's; the block is undone and comes again.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let told = ledger_fill::Entity::find_by_id(1).one(app.db.read()).await?;
    if told.is_none_or(|fill| fill.is_done) {
        return Ok(Round::Idle);
    }
    let tx = app.db.begin().await?;
    let fill = ledger_fill::Entity::find_by_id(1).lock_exclusive().one(&tx).await?;
    let Some(fill) = fill.filter(|fill| !fill.is_done) else { return Ok(Round::Idle) };
    let block = facts::block(&tx, PersonId(fill.after_person), BLOCK).await?;
    let mut row = fill.into_active_model();
    let round = match block {
        Some((records, last)) => {
            let ids: Vec<i64> = records.keys().map(|person| person.0).collect();
            refresh(&tx, app, &ids).await?;
            row.after_person = Set(last.0);
            Round::More
        }
        None => {
            row.known_since = Set(Some(app.clock.now()));
            row.is_done = Set(true);
            Round::Idle
        }
    };
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(round)
}

/// Adds everybody at once, for tests and for programs that load people without commands.
///
/// # Errors
/// The database's.
pub async fn all(app: &App) -> Result<(), AppError> {
    while round(app).await? == Round::More {}
    Ok(())
}

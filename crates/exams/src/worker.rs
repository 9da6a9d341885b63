//! The loop that hands in what people had answered when their time ran out.

use std::time::Duration;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::commands::expire;
use super::entity::attempt::{self, AttemptId, State};

/// How often the loop looks. Nothing is decided by it: an answer after the time is late before the
/// loop comes by.
const PAUSE: Duration = Duration::from_secs(15);
/// Attempts ended in one round, each in a transaction of its own.
const AT_ONCE: u64 = 20;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("tests whose time is over", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Ends what is over. Several products on one database do no harm: each asks again under the row's
/// lock.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let over: Vec<AttemptId> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        .filter(attempt::Column::State.eq(State::Open))
        .filter(attempt::Column::EndsAt.lte(app.clock.now()))
        .order_by_asc(attempt::Column::EndsAt)
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let many = over.len() as u64;
    for id in over {
        expire(app, id).await?;
    }
    Ok(if many == AT_ONCE { Round::More } else { Round::Idle })
}

//! What nobody needs any more goes: sessions and links long ended, attempts that no limit
//! counts. What happened stays in history.

use std::time::Duration;

use sea_orm::sea_query::IntoCondition;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait,
};

use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::entity::{one_time_link, sign_in_attempt, web_session};
use super::rules;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);
/// Rows of one kind that one round takes, so that nobody waits for the writer.
const AT_ONCE: u64 = 500;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("housekeeping", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Deletes the oldest that may go.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let db = app.db.writer();
    let sessions = web_session::Column::ExpiresAt.lt(now - rules::ENDED);
    let links = one_time_link::Column::ExpiresAt.lt(now - rules::ENDED);
    let attempt = |succeeded: bool, kept| {
        Condition::all()
            .add(sign_in_attempt::Column::Succeeded.eq(succeeded))
            .add(sign_in_attempt::Column::At.lt(now - kept))
    };
    let attempts =
        Condition::any().add(attempt(true, rules::KNOWN)).add(attempt(false, rules::FAILURES_KEPT));
    let gone = [
        prune::<web_session::Entity>(db, web_session::Column::Id, sessions).await?,
        prune::<one_time_link::Entity>(db, one_time_link::Column::Id, links).await?,
        prune::<sign_in_attempt::Entity>(db, sign_in_attempt::Column::Id, attempts).await?,
    ];
    Ok(if gone.contains(&AT_ONCE) { Round::More } else { Round::Idle })
}

async fn prune<E: EntityTrait>(
    db: &impl ConnectionTrait,
    id: E::Column,
    old: impl IntoCondition,
) -> Result<u64, DbErr> {
    let some = E::find().select_only().column(id).filter(old).limit(AT_ONCE).into_query();
    Ok(E::delete_many().filter(id.in_subquery(some)).exec(db).await?.rows_affected)
}

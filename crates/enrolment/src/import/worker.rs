//! The worker of long imports: it checks and writes what people ordered, and forgets files that
//! nobody came back to.

use std::time::Duration;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    QueryTrait, Set,
};

use platform::prelude::*;
use platform::workers::{Round, Worker, prune};

use super::commands;
use super::entity::import::{self, State};
use super::entity::{import_answer, import_file};
use super::queries::waiting;

const PAUSE: Duration = Duration::from_secs(2);
/// How long the bytes of a file that nobody imports are kept, and what was answered about one that is over.
const KEPT: TimeDelta = TimeDelta::days(30);

/// The worker that `assembly::serve` starts.
pub fn worker(app: App) -> Worker {
    Worker::new("imports", PAUSE, move || {
        let app = app.clone();
        async move {
            work(&app).await?;
            forget_old(&app).await?;
            forget_answers(&app).await?;
            Ok(Round::Idle)
        }
    })
}

/// Does everything that was ordered; for the worker, the loader of the demo and tests.
pub async fn work(app: &App) -> Result<(), AppError> {
    for id in waiting(app.db.read(), State::Checking).await? {
        commands::check(app, id).await?;
    }
    for id in waiting(app.db.read(), State::Committing).await? {
        commands::write(app, id).await?;
    }
    Ok(())
}

/// Leaves aside what lay too long: a file full of people's data is not kept for nothing.
async fn forget_old(app: &App) -> Result<(), AppError> {
    let before = app.clock.now() - KEPT;
    let files = import_file::Entity::find()
        .select_only()
        .column(import_file::Column::ImportId)
        .into_query();
    let old = import::Entity::find()
        .filter(import::Column::Id.in_subquery(files))
        .filter(import::Column::CreatedAt.lt(before))
        .filter(import::Column::State.is_in([State::Uploaded, State::Checked]))
        .limit(20)
        .all(app.db.read())
        .await?;
    for import in old {
        let tx = app.db.begin().await?;
        commands::forget_file(&tx, import.id).await?;
        let mut row = import.into_active_model();
        row.state = Set(State::Discarded);
        row.names_apart = Set(None);
        row.forecast = Set(None);
        row.finished_at = Set(Some(app.clock.now()));
        row.update(&tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Forgets what was answered about files that are over: the next one would have come by now.
pub async fn forget_answers(app: &App) -> Result<(), AppError> {
    let over = import::Entity::find()
        .select_only()
        .column(import::Column::Id)
        .filter(import::Column::FinishedAt.lt(app.clock.now() - KEPT))
        .into_query();
    let old = import_answer::Column::ImportId.in_subquery(over);
    if import_answer::Entity::find().filter(old.clone()).one(app.db.read()).await?.is_some() {
        prune::<import_answer::Entity>(&app.db, import_answer::Column::Id, old).await?;
    }
    Ok(())
}

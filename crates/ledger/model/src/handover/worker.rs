//! The worker that tells of capacities that ended by the calendar.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::{CapacityAtPlace, EmptyDay, tell, without_anybody};
use crate::entity::{handover, holding};

/// An end that passed longer ago is no news.
const NEWS: Days = Days::new(30);
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// The worker that writes about certificates and terms that ended by the calendar: they change no row, so
/// [`super::notice`] does not see them.
pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("handovers", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Writes about the capacities that lost their last person not long ago, and that nobody was told of.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let due = due(app.db.read(), app.clock.today()).await?;
    if due.is_empty() {
        return Ok(Round::Idle);
    }
    let tx = app.db.begin().await?;
    tell(&tx, app, due).await?;
    tx.commit().await?;
    Ok(Round::Idle)
}

async fn due(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<EmptyDay>, DbErr> {
    use holding::{Column, Entity, HoldingEnd};
    let since = today.checked_sub_days(NEWS).unwrap_or(today);
    let ended: Vec<(String, String, NaiveDate)> = Entity::find()
        .select_only()
        .columns([Column::CapacityCode, Column::MunicipalityCode])
        .column_as(Column::LastOn.max(), "last")
        .filter(Column::KnownUntil.is_null())
        .filter(Column::CapacityCode.is_not_null())
        .filter(Column::LastOn.gte(since))
        .filter(Column::LastOn.lt(today))
        .filter(Column::Ended.ne(HoldingEnd::Continued))
        .group_by(Column::CapacityCode)
        .group_by(Column::MunicipalityCode)
        .into_tuple()
        .all(db)
        .await?;
    let ended: BTreeMap<CapacityAtPlace, NaiveDate> =
        ended.into_iter().map(|(capacity, place, last)| ((capacity, place), last)).collect();
    // Nobody today is what counts: whoever came since is somebody.
    let asked = ended.keys().map(|pair| (pair.clone(), today)).collect();
    let alone = without_anybody(db, asked, Days::new(0)).await?;
    let mut due = Vec::new();
    for (pair, _) in alone {
        let Some(day) = ended.get(&pair).and_then(|last| last.succ_opt()) else { continue };
        due.push((pair, day));
    }
    let known = told_since(db, &due).await?;
    due.retain(|(pair, day)| !known.iter().any(|(other, told)| other == pair && told >= day));
    Ok(due)
}

/// Returns the empty days that letters told of, since the first of `due`.
async fn told_since(db: &impl ConnectionTrait, due: &[EmptyDay]) -> Result<Vec<EmptyDay>, DbErr> {
    use handover::Column;
    let Some(first) = due.iter().map(|(_, day)| *day).min() else { return Ok(Vec::new()) };
    let rows: Vec<(String, String, NaiveDate)> = handover::Entity::find()
        .select_only()
        .columns([Column::CapacityCode, Column::MunicipalityCode, Column::FromOn])
        .filter(Column::FromOn.gte(first))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(capacity, place, day)| ((capacity, place), day)).collect())
}

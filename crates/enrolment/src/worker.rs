//! The worker of seats: it releases reservations whose day has come (R19) and ends offers that ran
//! out without an answer (R20) and registrations whose mail nobody proved (R77), when no request does it
//! first. What strangers typed is forgotten soon after.

use std::collections::BTreeSet;
use std::time::Duration;

use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait, Select,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker, prune};

use super::commands;
use super::entity::{enrolment, registration, seat_offer, seat_quota};
use super::registrations::KEPT;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60);
/// Cohorts of one round.
const AT_ONCE: u64 = 20;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("seats", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Settles the seats of the cohorts where something is due, each in a transaction of its own, and
/// deletes registrations some days after their link ran out, proven or not.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let released = seat_quota::Entity::find()
        .join(JoinType::InnerJoin, seat_quota::Relation::Cohort.def())
        .filter(seat_quota::Column::ReleasedAt.is_null())
        .filter(seat_quota::Column::ReleaseOn.lte(app.clock.today()));
    let late = seat_offer::Entity::find()
        .join(JoinType::InnerJoin, seat_offer::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(seat_offer::Column::SettledAt.is_null())
        .filter(seat_offer::Column::ExpiresAt.lte(now));
    let lapsed = registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Cohort.def())
        .filter(registration::Column::SettledAt.is_null())
        .filter(registration::Column::ExpiresAt.lte(now));
    let due = [
        cohorts_of(app, released).await?,
        cohorts_of(app, late).await?,
        cohorts_of(app, lapsed).await?,
    ];
    for cohort in due.iter().flatten().collect::<BTreeSet<_>>() {
        commands::settle(app, *cohort).await?;
    }
    let is_full = due.iter().any(|some| u64::try_from(some.len()).unwrap_or(0) == AT_ONCE);
    let old = registration::Column::ExpiresAt.lt(now - KEPT);
    let forgotten = prune::<registration::Entity>(&app.db, registration::Column::Id, old).await?;
    Ok(if is_full { Round::More } else { forgotten })
}

/// The first cohorts of these rows that are not over; the rows are joined with their cohort.
async fn cohorts_of<E: EntityTrait>(app: &App, rows: Select<E>) -> Result<Vec<CohortId>, AppError> {
    let cohorts = rows
        .select_only()
        .column(cohort::Column::Id)
        .filter(cohort::Column::Stage.is_not_in([Stage::Closed, Stage::Cancelled]))
        .distinct()
        .limit(AT_ONCE);
    Ok(cohorts.into_tuple().all(app.db.read()).await?)
}

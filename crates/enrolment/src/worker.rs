//! The worker of seats: it releases reservations whose day has come (R19) and ends offers that ran
//! out without an answer (R20), when no request does it first.

use std::collections::BTreeSet;
use std::time::Duration;

use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::commands;
use super::entity::{enrolment, seat_offer, seat_quota};

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

/// Settles the seats of the cohorts where something is due, each in a transaction of its own.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let released: Vec<CohortId> = seat_quota::Entity::find()
        .select_only()
        .column(seat_quota::Column::CohortId)
        .join(JoinType::InnerJoin, seat_quota::Relation::Cohort.def())
        .filter(cohort::Column::Stage.is_not_in([Stage::Closed, Stage::Cancelled]))
        .filter(seat_quota::Column::ReleasedAt.is_null())
        .filter(seat_quota::Column::ReleaseOn.lte(app.clock.today()))
        .distinct()
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let late: Vec<CohortId> = seat_offer::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .join(JoinType::InnerJoin, seat_offer::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(cohort::Column::Stage.is_not_in([Stage::Closed, Stage::Cancelled]))
        .filter(seat_offer::Column::SettledAt.is_null())
        .filter(seat_offer::Column::ExpiresAt.lte(app.clock.now()))
        .distinct()
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let due: BTreeSet<CohortId> = released.iter().chain(&late).copied().collect();
    for cohort in &due {
        commands::settle(app, *cohort).await?;
    }
    let full = [released.len(), late.len()]
        .into_iter()
        .any(|some| u64::try_from(some).unwrap_or(0) == AT_ONCE);
    Ok(if full { Round::More } else { Round::Idle })
}

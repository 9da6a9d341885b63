//! The worker of seats: it releases reservations whose day has come (R19) and ends offers that ran
//! out without an answer (R20) and registrations whose mail nobody proved (R77), when no request does it
//! first. What strangers typed is forgotten soon after.

use std::collections::BTreeSet;
use std::time::Duration;

use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

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
    let lapsed: Vec<CohortId> = registration::Entity::find()
        .select_only()
        .column(registration::Column::CohortId)
        .join(JoinType::InnerJoin, registration::Relation::Cohort.def())
        .filter(cohort::Column::Stage.is_not_in([Stage::Closed, Stage::Cancelled]))
        .filter(registration::Column::SettledAt.is_null())
        .filter(registration::Column::ExpiresAt.lte(app.clock.now()))
        .distinct()
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.db.read())
        .await?;
    forget_registrations(app).await?;
    let due: BTreeSet<CohortId> = released.iter().chain(&late).chain(&lapsed).copied().collect();
    for cohort in &due {
        commands::settle(app, *cohort).await?;
    }
    let full = [released.len(), late.len(), lapsed.len()]
        .into_iter()
        .any(|some| u64::try_from(some).unwrap_or(0) == AT_ONCE);
    Ok(if full { Round::More } else { Round::Idle })
}

/// Registrations that are deleted with one statement.
const FORGOTTEN_AT_ONCE: u64 = 500;

/// Deletes registrations some days after their link ran out, proven or not.
async fn forget_registrations(app: &App) -> Result<(), AppError> {
    let old = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::ExpiresAt.lt(app.clock.now() - KEPT))
        .limit(FORGOTTEN_AT_ONCE)
        .into_query();
    registration::Entity::delete_many()
        .filter(registration::Column::Id.in_subquery(old))
        .exec(app.db.writer())
        .await?;
    Ok(())
}

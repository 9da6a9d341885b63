//! Focal points who were called and put nobody forward.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::queries::get;
use cohorts_model::rules::enrolment_deadline;
use enrolment_model::entity::enrolment;
use notices_model::commands::{keys_known, queue_all};
use platform::prelude::*;
use platform::workers::Round;
use sign_in_model::entity::account::AccountId;
use territory_model::entity::entity::EntityId;

use super::letters::CallReminder;
use super::rules::{CALL_AHEAD, call_reminder_at};
use super::{AT_ONCE, COHORTS};
use crate::invitation::{FocalPoint, Invitation, called, focal_points, free_seats, invites_at};

/// A focal point who is to be reminded of a call.
#[derive(Clone, Debug)]
pub struct PointReminder {
    point: FocalPoint,
    pub at: DateTime<Utc>,
}

fn key(cohort: CohortId, account: AccountId) -> String {
    format!("announcements/call_reminder/{cohort}/{account}")
}

/// Returns whom a reminder of the call to a cohort is to reach: nobody while no seat is free. Seven
/// statements, and one where nobody was called.
///
/// # Errors
/// The database's.
pub async fn to_remind(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    today: NaiveDate,
) -> Result<Vec<PointReminder>, DbErr> {
    let last_day = enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on);
    if !invites_at(cohort.stage) || last_day < today {
        return Ok(Vec::new());
    }
    let called = called(db, cohort.id).await?;
    if called.is_empty() || free_seats(db, cohort).await? == 0 {
        return Ok(Vec::new());
    }
    let answered: Vec<EntityId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::NominatedBy)
        .distinct()
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::NominatedBy.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let mut all = Vec::new();
    for point in focal_points(db, cohort.id).await? {
        let called = called.get(&point.account.0).filter(|_| !answered.contains(&point.entity_id));
        if let Some(at) = called.and_then(|called| call_reminder_at(*called, last_day)) {
            all.push(PointReminder { point, at });
        }
    }
    let keys: Vec<String> = all.iter().map(|one| key(cohort.id, one.point.account)).collect();
    let known: HashSet<String> =
        keys_known(db, keys.iter().map(String::as_str)).await?.into_iter().collect();
    all.retain(|one| !known.contains(&key(cohort.id, one.point.account)));
    Ok(all)
}

async fn due(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<Vec<PointReminder>, DbErr> {
    let mut all = to_remind(db, cohort, dates::bogota_date(now)).await?;
    all.retain(|one| one.at <= now);
    Ok(all)
}

/// Reminds the focal points of one cohort, if any of them are due.
///
/// # Errors
/// The database's, and that of a template.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    for cohort in closing(app.db.read(), app.clock.today()).await? {
        if !due(app.db.read(), &cohort, now).await?.is_empty() {
            remind(app, cohort.id).await?;
            return Ok(Round::More);
        }
    }
    Ok(Round::Idle)
}

/// The cohorts that soon take nobody more.
async fn closing(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<cohort::Model>, DbErr> {
    let end = today + CALL_AHEAD;
    let by_start = Condition::all()
        .add(cohort::Column::EnrolmentClosesOn.is_null())
        .add(cohort::Column::StartsOn.between(today, end));
    let last_day =
        Condition::any().add(cohort::Column::EnrolmentClosesOn.between(today, end)).add(by_start);
    cohort::Entity::find()
        .filter(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed]))
        .filter(last_day)
        .order_by_asc(cohort::Column::Id)
        .limit(COHORTS)
        .all(db)
        .await
}

async fn remind(app: &App, id: CohortId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    // Two instances take turns, and the second finds nobody.
    cohort::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let row = get(&tx, id).await?;
    let free = free_seats(&tx, &row.cohort).await?;
    let due = due(&tx, &row.cohort, app.clock.now()).await?;
    if due.is_empty() {
        return Ok(());
    }
    let letters = due.into_iter().take(AT_ONCE).map(|PointReminder { point, .. }| {
        let call = Invitation::new(&row, free, &point.municipality, None);
        (point.recipient(), key(id, point.account), CallReminder { call })
    });
    queue_all(&tx, app, letters.collect()).await?;
    Ok(tx.commit().await?)
}

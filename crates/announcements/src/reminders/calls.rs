//! Focal points who were called and put nobody forward.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::queries::CohortRow;
use cohorts_model::rules::enrolment_deadline;
use enrolment_model::entity::enrolment;
use notices_model::commands::{queue_all, without_letter};
use platform::prelude::*;
use sign_in_model::entity::account::AccountId;
use territory_model::entity::entity::EntityId;

use super::AT_ONCE;
use super::letters::CallReminder;
use super::rules::{CALL_AHEAD, call_reminder_at};
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
    without_letter(db, all, |one| key(cohort.id, one.point.account)).await
}

/// Whether somebody of a cohort is to be reminded by now.
pub(super) async fn is_due(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let all = to_remind(db, cohort, dates::bogota_date(now)).await?;
    Ok(all.iter().any(|one| one.at <= now))
}

/// The cohorts that soon take nobody more.
pub(super) fn soon(today: NaiveDate) -> Condition {
    let end = today + CALL_AHEAD;
    let by_start = Condition::all()
        .add(cohort::Column::EnrolmentClosesOn.is_null())
        .add(cohort::Column::StartsOn.between(today, end));
    let last_day =
        Condition::any().add(cohort::Column::EnrolmentClosesOn.between(today, end)).add(by_start);
    Condition::all()
        .add(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed]))
        .add(last_day)
}

/// Writes to those who are due.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    app: &App,
    row: &CohortRow,
) -> Result<(), AppError> {
    let free = free_seats(tx, &row.cohort).await?;
    let now = app.clock.now();
    let all = to_remind(tx, &row.cohort, dates::bogota_date(now)).await?;
    let due: Vec<PointReminder> = all.into_iter().filter(|one| one.at <= now).collect();
    if due.is_empty() {
        return Ok(());
    }
    let letters = due.into_iter().take(AT_ONCE).map(|PointReminder { point, .. }| {
        let call = Invitation::new(row, free, &point.municipality, None);
        (point.recipient(), key(row.cohort.id, point.account), CallReminder { call })
    });
    queue_all(tx, app, letters.collect()).await
}

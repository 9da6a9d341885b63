//! Opening a finished list again, and the attendance of a closed cohort; closing this before its time.

use chrono::{Days, NaiveTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use attendance_model::reopening::commands::end_attendance;
use cohorts_model::commands::{locked, mark_reopened};
use cohorts_model::entity::cohort::{self, CohortId};
use enrolment_model::queries::takes_part;
use platform::errors::refuse;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::entity::attendance_reopening;
use crate::commands::AttendanceResult;
use crate::marks::{hold, inconsistent};
use crate::policy::{ReopenAttendance, ReopenList};
use crate::rules::{self, AttendanceRefusal};

/// Opens the list of a session again, which stays open until somebody finishes it.
///
/// # Errors
/// Refused when it is not finished, or was so too long ago, or the cohort's attendance is closed.
pub async fn reopen_list(app: &App, permit: ReopenList, reason: String) -> AttendanceResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let held = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let (session, cohort) = (held.session(), held.cohort());
    let stage = cohort.attendance_stage(work.now);
    rules::may_mark(stage, session.stage, session.starts_at, work.now).map_err(Failure::Refused)?;
    rules::may_reopen_list(cohort.stage, session.stage, session.closed_at, work.now)
        .map_err(Failure::Refused)?;
    mark_reopened(&work.tx, session.clone()).await.map_err(inconsistent)?;
    let row = attendance_reopening::ActiveModel {
        cohort_id: Set(cohort.id),
        session_id: Set(Some(session.id)),
        reason: Set(reason),
        opened_at: Set(work.now),
        opened_by: Set(work.account()?),
        ..Default::default()
    };
    attendance_reopening::Entity::insert(row).exec_without_returning(&work.tx).await?;
    let subject = ("session", session.id.0);
    work.record_in(cohort.id.0, "attendance.reopen_list", subject, json!(null)).await?;
    Ok(work.commit().await?)
}

/// Opens the attendance of a closed cohort until the end of a day, counted from today. Meanwhile marks are
/// corrected with a reason, and what waits or is asked is decided as before.
///
/// # Errors
/// Refused unless the cohort is closed and its attendance is.
pub async fn reopen(
    app: &App,
    permit: ReopenAttendance,
    reason: String,
    days: i32,
) -> AttendanceResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await.map_err(inconsistent)?;
    not_oneself(&work, cohort.id).await?;
    let is_open = cohort.is_attendance_reopened(work.now);
    rules::may_reopen(cohort.stage, is_open, days).map_err(Failure::Refused)?;
    // The one before closed by itself: that is written when somebody comes by.
    if let Some(ended) = cohort.attendance_open_until {
        end_attendance(&work.tx, cohort.id, (ended, None)).await?;
    }
    let day = dates::bogota_date(work.now) + Days::new(u64::from(days.unsigned_abs()) + 1);
    let ends_at = dates::from_bogota(day, NaiveTime::MIN);
    let row = attendance_reopening::ActiveModel {
        cohort_id: Set(cohort.id),
        reason: Set(reason),
        opened_at: Set(work.now),
        opened_by: Set(work.account()?),
        ends_at: Set(Some(ends_at)),
        ..Default::default()
    };
    attendance_reopening::Entity::insert(row).exec_without_returning(&work.tx).await?;
    open_until(&work.tx, cohort.id, Some(ends_at)).await?;
    let (id, detail) = (cohort.id.0, json!({ "until": ends_at }));
    work.record_in(id, "attendance.reopen", ("cohort", id), detail).await?;
    Ok(work.commit().await?)
}

/// Closes it before its time.
///
/// # Errors
/// Refused when it is closed already.
pub async fn close_again(app: &App, permit: ReopenAttendance) -> AttendanceResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await.map_err(inconsistent)?;
    not_oneself(&work, cohort.id).await?;
    if !cohort.is_attendance_reopened(work.now) {
        return refuse(AttendanceRefusal::NotReopened);
    }
    end_attendance(&work.tx, cohort.id, (work.now, work.by.account)).await?;
    open_until(&work.tx, cohort.id, None).await?;
    let id = cohort.id.0;
    work.record_in(id, "attendance.close_again", ("cohort", id), json!(null)).await?;
    Ok(work.commit().await?)
}

/// Whether attendance may change is not decided by whoever takes part (R80).
async fn not_oneself(work: &Work<'_>, cohort: CohortId) -> AttendanceResult<()> {
    match takes_part(&work.tx, work.by, cohort).await? {
        true => refuse(AttendanceRefusal::TakesPart),
        false => Ok(()),
    }
}

async fn open_until(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    until: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    cohort::Entity::update_many()
        .col_expr(cohort::Column::AttendanceOpenUntil, Expr::value(until))
        .filter(cohort::Column::Id.eq(cohort))
        .exec(tx)
        .await?;
    Ok(())
}

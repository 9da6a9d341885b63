//! Opening the grades of a closed cohort again, and closing them before their time.

use chrono::{Days, NaiveTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::queries::takes_part;
use platform::app::App;
use platform::dates;
use platform::errors::{Failure, refuse};
use sign_in_model::work::Work;

use super::entity::grade_reopening;
use super::queries::last;
use crate::commands::{AssessmentResult, locked};
use crate::policy::Reopen;
use crate::rules::{self, AssessmentRefusal};

/// Opens them until the end of a day, counted from today.
///
/// # Errors
/// Refused unless the cohort is closed and its grades are.
pub async fn reopen(app: &App, permit: Reopen, reason: String, days: i32) -> AssessmentResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, now) = (&work.tx, work.now);
    let cohort = locked(tx, *permit.cohort()).await?;
    not_oneself(&work, cohort.id).await?;
    let before = last(tx, cohort.id).await?;
    let is_open = before.as_ref().is_some_and(|row| row.is_open(now));
    rules::may_reopen(cohort.stage, is_open, days).map_err(Failure::Refused)?;
    if let Some(row) = before.filter(|row| row.closed_at.is_none()) {
        // It closed by itself: that is written when somebody comes by.
        let ended = row.ends_at;
        let mut row = row.into_active_model();
        row.closed_at = Set(Some(ended));
        row.update(tx).await?;
    }
    let day = dates::bogota_date(now) + Days::new(u64::from(days.unsigned_abs()) + 1);
    let ends_at = dates::from_bogota(day, NaiveTime::MIN);
    let row = grade_reopening::ActiveModel {
        cohort_id: Set(cohort.id),
        reason: Set(reason),
        opened_at: Set(now),
        opened_by: Set(work.account()?),
        ends_at: Set(ends_at),
        ..Default::default()
    };
    grade_reopening::Entity::insert(row).exec_without_returning(tx).await?;
    let (id, detail) = (cohort.id.0, json!({ "until": ends_at }));
    work.record_in(id, "assessment.reopen_grades", ("cohort", id), detail).await?;
    Ok(work.commit().await?)
}

/// Whether grades may change is not decided by whoever has one of them (R80).
async fn not_oneself(work: &Work<'_>, cohort: CohortId) -> AssessmentResult<()> {
    match takes_part(&work.tx, work.by, cohort).await? {
        true => refuse(AssessmentRefusal::TakesPart),
        false => Ok(()),
    }
}

/// Closes them before their time.
///
/// # Errors
/// Refused when they are closed already.
pub async fn close_again(app: &App, permit: Reopen) -> AssessmentResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await?;
    not_oneself(&work, cohort.id).await?;
    let Some(row) = last(&work.tx, cohort.id).await?.filter(|row| row.is_open(work.now)) else {
        return refuse(AssessmentRefusal::NotReopened);
    };
    let mut row = row.into_active_model();
    row.closed_at = Set(Some(work.now));
    row.closed_by = Set(work.by.account);
    row.update(&work.tx).await?;
    let id = cohort.id.0;
    work.record_in(id, "assessment.close_grades", ("cohort", id), Value::Null).await?;
    Ok(work.commit().await?)
}

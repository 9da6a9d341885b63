//! Writing a lesson, and withdrawing one.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use cohorts_model::entity::cohort;
use courses_model::entity::course_version;
use platform::prelude::*;
use sign_in_model::work::Work;

use super::entity::lesson::{self, Kind, LessonId};
use super::policy::{WithdrawLesson, WriteLesson};

/// Keeps a lesson of the course that the cohort learnt.
///
/// # Errors
/// The database's.
pub async fn write(
    app: &App,
    permit: WriteLesson,
    kind: Kind,
    text: String,
) -> Result<LessonId, AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let (cohort, version) = cohort::Entity::find_by_id(*permit.cohort())
        .find_also_related(course_version::Entity)
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let row = lesson::ActiveModel {
        course_id: Set(version.ok_or(AppError::NotFound)?.course_id),
        cohort_id: Set(cohort.id),
        kind: Set(kind),
        text: Set(text),
        author_account_id: Set(work.account()?),
        recorded_at: Set(work.now),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        ..Default::default()
    };
    let row = row.insert(&work.tx).await?;
    note(&work, "surveys.write_lesson", &row).await?;
    work.commit().await?;
    Ok(row.id)
}

/// Withdraws a lesson; who withdraws it again changes nothing.
///
/// # Errors
/// The database's.
pub async fn withdraw(app: &App, permit: WithdrawLesson) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let row = lesson::Entity::find_by_id(*permit.lesson()).lock_exclusive().one(&work.tx).await?;
    let row = row.ok_or(AppError::NotFound)?;
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let mut next = row.clone().into_active_model();
    next.withdrawn_at = Set(Some(work.now));
    next.withdrawn_by = Set(work.by.account);
    next.update(&work.tx).await?;
    note(&work, "surveys.withdraw_lesson", &row).await?;
    work.commit().await
}

async fn note(work: &Work<'_>, action: &'static str, row: &lesson::Model) -> Result<(), AppError> {
    let (cohort, subject) = (row.cohort_id.0, ("lesson", row.id.0));
    work.record_in(cohort, action, subject, json!({ "kind": row.kind })).await
}

//! Writing a lesson, and withdrawing one.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;

use cohorts_model::entity::cohort;
use courses_model::entity::course_version;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::AppError;
use sign_in_model::actor::Author;

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
    let author = permit.by().account;
    let author = author.ok_or_else(|| AppError::Internal("a lesson needs an author".into()))?;
    let tx = app.db.begin().await?;
    let (cohort, version) = cohort::Entity::find_by_id(*permit.cohort())
        .find_also_related(course_version::Entity)
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let row = lesson::ActiveModel {
        course_id: Set(version.ok_or(AppError::NotFound)?.course_id),
        cohort_id: Set(cohort.id),
        kind: Set(kind),
        text: Set(text),
        author_account_id: Set(author),
        recorded_at: Set(app.clock.now()),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        ..Default::default()
    };
    let row = row.insert(&tx).await?;
    tell(&tx, app, permit.by(), "surveys.write_lesson", &row).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// Withdraws a lesson; who withdraws it again changes nothing.
///
/// # Errors
/// The database's.
pub async fn withdraw(app: &App, permit: WithdrawLesson) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let row = lesson::Entity::find_by_id(*permit.lesson()).lock_exclusive().one(&tx).await?;
    let row = row.ok_or(AppError::NotFound)?;
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let mut next = row.clone().into_active_model();
    next.withdrawn_at = Set(Some(app.clock.now()));
    next.withdrawn_by = Set(permit.by().account);
    next.update(&tx).await?;
    tell(&tx, app, permit.by(), "surveys.withdraw_lesson", &row).await?;
    tx.commit().await?;
    Ok(())
}

async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    action: &'static str,
    row: &lesson::Model,
) -> Result<(), AppError> {
    let event = Event {
        cohort_id: Some(row.cohort_id.0),
        detail: json!({ "kind": row.kind }),
        ..by.event(app.clock.now(), action, ("lesson", row.id.0))
    };
    Ok(record(tx, event).await?)
}

//! A draft becomes what people are asked; a question leaves the tests to come, or returns to them.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

use platform::app::App;
use platform::dates;
use platform::errors::{Failure, refuse};
use platform::secrets;
use sign_in_model::work::Work;

use super::standing::standing;
use super::{BankResult, VersionTag, locked};
use crate::entity::question::State;
use crate::entity::question_version;
use crate::policy::{Change, Publish};
use crate::rules::{self, BankRefusal};

/// Publishes the draft that was in sight; from here on it never changes (R45). Answers its number.
///
/// # Errors
/// Refused when there is no draft, or it is another one than the one that was read.
pub async fn publish(app: &App, permit: Publish, seen: &VersionTag) -> BankResult<i32> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let (question, last) = locked(tx, *permit.question()).await?;
    rules::may_publish(question.state, last.published_at.is_none()).map_err(Failure::Refused)?;
    seen.must_be(&last).map_err(Failure::Refused)?;
    let standing =
        standing(tx, work.by, question.author_account_id, dates::bogota_date(work.now)).await?;
    // A correction changes what others ask already.
    let corrects = question.state != State::Draft;
    if corrects && !standing.administers && Some(last.author_account_id) == work.by.account {
        return refuse(BankRefusal::SecondPerson);
    }
    let written = question_version::Entity::update_many()
        .set(question_version::ActiveModel {
            published_at: Set(Some(work.now)),
            published_by_account_id: Set(Some(work.account()?)),
            body_sha256: Set(Some(secrets::digest(&last.body))),
            ..Default::default()
        })
        .filter(question_version::Column::Id.eq(last.id))
        .filter(question_version::Column::PublishedAt.is_null())
        .exec(tx)
        .await?;
    if written.rows_affected != 1 {
        return refuse(BankRefusal::NoDraft);
    }
    if question.state != State::Published {
        let mut row = question.into_active_model();
        row.state = Set(State::Published);
        row.update(tx).await?;
    }
    let detail = json!({ "version": last.number });
    let subject = ("question", permit.question().0);
    work.record("assessment.publish_question", subject, detail).await?;
    work.commit().await?;
    Ok(last.number)
}

/// No new test takes the question; those that have it keep it.
///
/// # Errors
/// Refused when it is not in use.
pub async fn retire(app: &App, permit: Change, reason: &str) -> BankResult<()> {
    if reason.trim().is_empty() {
        return refuse(BankRefusal::ReasonMissing);
    }
    turn(app, permit, rules::may_retire, State::Retired, Some(reason)).await
}

/// Tests may take the question again.
///
/// # Errors
/// Refused when it is not retired.
pub async fn restore(app: &App, permit: Change) -> BankResult<()> {
    turn(app, permit, rules::may_restore, State::Published, None).await
}

async fn turn(
    app: &App,
    permit: Change,
    may: fn(State) -> Result<(), BankRefusal>,
    to: State,
    reason: Option<&str>,
) -> BankResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let (question, _) = locked(&work.tx, *permit.question()).await?;
    may(question.state).map_err(Failure::Refused)?;
    if !standing(&work.tx, work.by, question.author_account_id, dates::bogota_date(work.now))
        .await?
        .keeps()
    {
        return refuse(BankRefusal::OfAnotherUnit);
    }
    let mut row = question.into_active_model();
    row.state = Set(to);
    row.update(&work.tx).await?;
    let action = match to {
        State::Retired => "assessment.retire_question",
        State::Published | State::Draft => "assessment.restore_question",
    };
    work.record(action, ("question", permit.question().0), json!({ "reason": reason })).await?;
    Ok(work.commit().await?)
}

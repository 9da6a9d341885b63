//! Saves an answer as it is given.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use platform::app::App;
use platform::errors::{AppError, Failure};
use questions::Answer;

use super::{ExamResult, attempt_of};
use crate::entity::attempt_answer;
use crate::policy::AttemptExam;
use crate::refusals::ExamRefusal;
use crate::rules::{may_answer, overtaken};

/// The most answers to one question that are stored: a loop would fill the disk.
const MOST_CHANGES: i32 = 500;

/// An answer, with the sequence of the answer that its page had shown.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    pub number: i32,
    pub position: i32,
    /// The sequence of the answer that the page showed; zero means none.
    pub seen: i32,
    pub answer: Answer,
}

/// What saving an answer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerOutcome {
    Kept,
    /// It was saved so already.
    Same,
}

/// Keeps an answer. Nothing else of the test is locked but this attempt's row, and the row itself is
/// the record of who answered what when: history tells of the attempt's beginning and end.
///
/// The caller found the question within the attempt; the position is its.
///
/// # Errors
/// Refused after the time, after handing in, or when another page saved an answer that this one had
/// not seen.
pub async fn answer(
    app: &App,
    permit: &AttemptExam,
    given: NewAnswer,
) -> ExamResult<AnswerOutcome> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let attempt = attempt_of(&tx, (*permit.exam(), *permit.enrolment(), given.number)).await?;
    may_answer(attempt.state, attempt.ends_at, now).map_err(Failure::Refused)?;
    let last = attempt_answer::Entity::find()
        .filter(attempt_answer::Column::AttemptId.eq(attempt.id))
        .filter(attempt_answer::Column::Position.eq(given.position))
        .order_by_desc(attempt_answer::Column::Sequence)
        .one(&tx)
        .await?;
    let text = serde_json::to_string(&given.answer)
        .map_err(|error| AppError::Internal(error.to_string()))?;
    if last.as_ref().is_some_and(|last| last.answer == text)
        || (last.is_none() && given.answer.is_empty())
    {
        return Ok(AnswerOutcome::Same);
    }
    let last = last.map(|last| last.sequence);
    if overtaken(given.seen, last) {
        return Err(Failure::Refused(ExamRefusal::Overtaken));
    }
    let sequence = last.unwrap_or(0) + 1;
    if sequence > MOST_CHANGES {
        return Err(Failure::Refused(ExamRefusal::TooManyChanges));
    }
    let row = attempt_answer::ActiveModel {
        attempt_id: Set(attempt.id),
        position: Set(given.position),
        sequence: Set(sequence),
        answer: Set(text),
        saved_at: Set(now),
    };
    attempt_answer::Entity::insert(row).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(AnswerOutcome::Kept)
}

//! What people earned and marked in a test that is over for them: each person's first attempt, so
//! that nobody counts twice.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use assessment_model::bank::entity::question::{self, QuestionId};
use assessment_model::bank::entity::question_version::{self, QuestionVersionId};
use platform::errors::AppError;
use questions::Answer;

use crate::entity::attempt::{self, AttemptId};
use crate::entity::exam::ExamId;
use crate::entity::{attempt_answer, attempt_item};
use crate::rescoring::entity::rescoring::{self, RescoringId};

/// Rows that are counted: a thousand people with two hundred questions each.
const COUNTED: u64 = 200_000;

/// What one person earned on one question.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ScoredAnswer {
    pub attempt: AttemptId,
    pub position: i32,
    pub question: QuestionId,
    pub code: String,
    /// The version that the person was asked.
    pub asked: QuestionVersionId,
    pub rescoring: Option<RescoringId>,
    /// The version that scores since a correction. `None` means that everybody was given all points.
    pub corrected: Option<QuestionVersionId>,
    pub points: i32,
    /// Millionths of a point.
    pub earned: i64,
    /// What the whole attempt earned, in millionths of a point.
    pub total: i64,
    pub of: i64,
}

impl ScoredAnswer {
    /// The version that this answer says something about.
    pub fn version(&self) -> Option<QuestionVersionId> {
        match self.rescoring {
            None => Some(self.asked),
            Some(_) => self.corrected,
        }
    }
}

/// First attempts that are over and have all their points.
fn counted(exam: ExamId) -> Condition {
    Condition::all()
        .add(attempt::Column::ExamId.eq(exam))
        .add(attempt::Column::State.ne(attempt::State::Open))
        .add(attempt::Column::Points.is_not_null())
        .add(attempt::Column::Number.eq(1))
}

/// Everything that was scored in a test, by question. One statement.
///
/// # Errors
/// The database's.
pub async fn scored(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<ScoredAnswer>, DbErr> {
    attempt_item::Entity::find()
        .select_only()
        .column_as(attempt_item::Column::AttemptId, "attempt")
        .column_as(attempt_item::Column::Position, "position")
        .column_as(question::Column::Id, "question")
        .column_as(question::Column::Code, "code")
        .column_as(attempt_item::Column::QuestionVersionId, "asked")
        .column_as(attempt_item::Column::RescoringId, "rescoring")
        .column_as(rescoring::Column::QuestionVersionId, "corrected")
        .column_as(attempt_item::Column::Points, "points")
        .column_as(attempt_item::Column::Earned, "earned")
        .column_as(attempt::Column::Points, "total")
        .column_as(attempt::Column::Of, "of")
        .join(JoinType::InnerJoin, attempt_item::Relation::Attempt.def())
        .join(JoinType::InnerJoin, attempt_item::Relation::Version.def())
        .join(JoinType::InnerJoin, question_version::Relation::Question.def())
        .join(JoinType::LeftJoin, attempt_item::Relation::Rescoring.def())
        .filter(counted(exam))
        .filter(attempt_item::Column::Earned.is_not_null())
        .order_by_asc(question::Column::Code)
        .order_by_asc(attempt_item::Column::AttemptId)
        .limit(COUNTED)
        .into_model()
        .all(db)
        .await
}

/// What was marked where there are options, as it counts in the end. One statement.
///
/// # Errors
/// The database's, and an answer that is none any more.
pub async fn marked(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<(AttemptId, i32), Answer>, AppError> {
    use attempt_answer::Column;
    let kinds = ["{\"single\"", "{\"multiple\"", "{\"true_false\""];
    let of_options =
        kinds.iter().fold(Condition::any(), |any, kind| any.add(Column::Answer.starts_with(*kind)));
    let rows: Vec<(AttemptId, i32, String)> = attempt_answer::Entity::find()
        .select_only()
        .columns([Column::AttemptId, Column::Position, Column::Answer])
        .join(JoinType::InnerJoin, attempt_answer::Relation::Attempt.def())
        .filter(counted(exam))
        .filter(of_options)
        // The last one stays in the map.
        .order_by_asc(Column::Sequence)
        .limit(COUNTED)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(attempt, position, answer)| {
            let answer = serde_json::from_str(&answer).map_err(|error| {
                AppError::Internal(format!("answer {attempt}, {position}: {error}"))
            })?;
            Ok(((attempt, position), answer))
        })
        .collect()
}

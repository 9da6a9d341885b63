//! What an attempt holds: its questions and the answers that count.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use assessment_model::bank;
use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_version::{self, QuestionVersionId};
use platform::errors::AppError;
use questions::{Answer, Question};

use crate::entity::attempt::AttemptId;
use crate::entity::{attempt_answer, attempt_item};
use crate::rescoring;
use crate::rescoring::rules::ScoringRule;

/// The answer that counts of a question.
#[derive(Clone, Debug)]
pub struct LastAnswer {
    pub sequence: i32,
    pub answer: Answer,
    pub saved_at: DateTime<Utc>,
}

/// The answers that count of an attempt, by position. One statement.
///
/// # Errors
/// The database's, and an answer that is none any more.
pub async fn last_answers(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<HashMap<i32, LastAnswer>, AppError> {
    use attempt_answer::Column;
    let other = Alias::new("other");
    let last = Query::select()
        .expr(Expr::col((other.clone(), Column::Sequence)).max())
        .from_as(attempt_answer::Entity, other.clone())
        .and_where(
            Expr::col((other.clone(), Column::AttemptId))
                .equals((attempt_answer::Entity, Column::AttemptId)),
        )
        .and_where(
            Expr::col((other, Column::Position)).equals((attempt_answer::Entity, Column::Position)),
        )
        .to_owned();
    let rows = attempt_answer::Entity::find()
        .filter(Column::AttemptId.eq(attempt))
        .filter(Expr::col((attempt_answer::Entity, Column::Sequence)).eq(last))
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let answer = serde_json::from_str(&row.answer).map_err(|error| {
                AppError::Internal(format!("answer {attempt}, {}: {error}", row.position))
            })?;
            let last = LastAnswer { sequence: row.sequence, answer, saved_at: row.saved_at };
            Ok((row.position, last))
        })
        .collect()
}

/// The questions of an attempt in order, without what they ask.
pub async fn items(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Vec<attempt_item::Model>, DbErr> {
    attempt_item::Entity::find()
        .filter(attempt_item::Column::AttemptId.eq(attempt))
        .order_by_asc(attempt_item::Column::Position)
        .all(db)
        .await
}

/// A question of an attempt with its answer, as results show it.
pub struct AnsweredItem {
    pub item: attempt_item::Model,
    pub question_id: QuestionId,
    pub question: Question,
    /// How its answer was scored anew. `None` means that no decision did.
    pub way: Option<ScoringRule>,
    pub answer: Option<LastAnswer>,
}

impl AnsweredItem {
    /// Returns the question that says which answer is right: the correction, where one scores.
    pub fn scoring(&self) -> &Question {
        match &self.way {
            Some(ScoringRule::Corrected(question)) => question,
            Some(ScoringRule::Full) | None => &self.question,
        }
    }

    /// Returns what the person reads about a question that was scored anew.
    pub fn rescored(&self) -> Option<&'static str> {
        self.way.as_ref().map(|way| match way {
            ScoringRule::Corrected(_) => {
                "Esta pregunta se corrigió y se recalificó después de responderla."
            }
            ScoringRule::Full => "Esta pregunta se anuló: todas las personas reciben sus puntos.",
        })
    }
}

/// What versions ask, and of which questions they are. One statement.
///
/// # Errors
/// The database's, and a body that is no question any more.
pub async fn bodies(
    db: &impl ConnectionTrait,
    ids: &[QuestionVersionId],
) -> Result<HashMap<QuestionVersionId, (QuestionId, Question)>, AppError> {
    let rows: Vec<(QuestionVersionId, QuestionId, String)> = question_version::Entity::find()
        .select_only()
        .columns([
            question_version::Column::Id,
            question_version::Column::QuestionId,
            question_version::Column::Body,
        ])
        .filter(question_version::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(id, question, body)| Ok((id, (question, bank::queries::read_body(id, &body)?))))
        .collect()
}

/// Returns all questions of an attempt with their answers. Four statements at most.
pub async fn answered(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Vec<AnsweredItem>, AppError> {
    let items = items(db, attempt).await?;
    let ids: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
    let mut bodies = bodies(db, &ids).await?;
    let mut answers = last_answers(db, attempt).await?;
    let ways = rescoring::queries::standing(db, &items).await?;
    items
        .into_iter()
        .map(|item| {
            let question = bodies.remove(&item.question_version_id);
            let (question_id, question) = question
                .ok_or_else(|| AppError::Internal("a question of an attempt is gone".into()))?;
            let answer = answers.remove(&item.position);
            let way = item.rescoring_id.and_then(|id| ways.get(&id).cloned());
            Ok(AnsweredItem { item, question_id, question, way, answer })
        })
        .collect()
}

//! Questions about the bank.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use super::entity::question::{self, Difficulty, QuestionId, State};
use super::entity::question_version::{self, QuestionVersionId};
use crate::platform::errors::AppError;

/// A question that a test may take: the latest version that was published of one in use.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Drawable {
    pub question: QuestionId,
    pub version: QuestionVersionId,
    pub capacity: String,
    pub difficulty: Difficulty,
}

/// The latest published versions of questions in use, in the order of the questions.
fn in_use() -> Select<question_version::Entity> {
    question_version::Entity::find()
        .join(JoinType::InnerJoin, question_version::Relation::Question.def())
        .filter(question::Column::State.eq(State::Published))
        .filter(
            Expr::col((question_version::Entity, question_version::Column::Number))
                .eq(newest_published()),
        )
        .order_by_asc(question_version::Column::QuestionId)
}

/// The number of the latest published version of the question in the outer query.
fn newest_published() -> SelectStatement {
    use question_version::Column;
    let other = Alias::new("other");
    Query::select()
        .expr(Expr::col((other.clone(), Column::Number)).max())
        .from_as(question_version::Entity, other.clone())
        .and_where(
            Expr::col((other.clone(), Column::QuestionId))
                .equals((question_version::Entity, Column::QuestionId)),
        )
        .and_where(Expr::col((other, Column::PublishedAt)).is_not_null())
        .to_owned()
}

/// What may be drawn for a capacity, of one difficulty or of any.
pub async fn drawable(
    db: &impl ConnectionTrait,
    capacity: &str,
    difficulty: Option<Difficulty>,
) -> Result<Vec<(QuestionId, QuestionVersionId)>, DbErr> {
    let mut those = in_use().filter(question::Column::CapacityCode.eq(capacity));
    if let Some(difficulty) = difficulty {
        those = those.filter(question::Column::Difficulty.eq(difficulty));
    }
    those
        .select_only()
        .column(question_version::Column::QuestionId)
        .column(question_version::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// What may be drawn for several capacities, with one question to the database.
pub async fn pool(
    db: &impl ConnectionTrait,
    capacities: &[String],
) -> Result<Vec<Drawable>, DbErr> {
    if capacities.is_empty() {
        return Ok(Vec::new());
    }
    in_use()
        .filter(question::Column::CapacityCode.is_in(capacities))
        .select_only()
        .column_as(question_version::Column::QuestionId, "question")
        .column_as(question_version::Column::Id, "version")
        .column_as(question::Column::CapacityCode, "capacity")
        .column_as(question::Column::Difficulty, "difficulty")
        .into_model()
        .all(db)
        .await
}

/// What the versions ask. Those that do not exist are left out.
///
/// # Errors
/// The database's, and a body that is no question any more, which only a hand in it can make.
pub async fn versions(
    db: &impl ConnectionTrait,
    ids: &[QuestionVersionId],
) -> Result<HashMap<QuestionVersionId, questions::Question>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(QuestionVersionId, String)> = question_version::Entity::find()
        .select_only()
        .column(question_version::Column::Id)
        .column(question_version::Column::Body)
        .filter(question_version::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(id, body)| Ok((id, read_body(id, &body)?))).collect()
}

/// A kept body as the question that it is.
///
/// # Errors
/// It is none any more.
pub fn read_body(id: QuestionVersionId, body: &str) -> Result<questions::Question, AppError> {
    serde_json::from_str(body)
        .map_err(|error| AppError::Internal(format!("question version {id}: {error}")))
}

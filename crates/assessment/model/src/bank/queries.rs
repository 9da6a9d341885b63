//! Questions about the bank.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use courses_model::entity::course::{self, CourseId};
use platform::entity::stored_file;
use platform::pager::{Pager, ROWS};
use platform::search::{containing, words};
use sign_in_model::prelude::*;

use super::entity::question::{self, Difficulty, QuestionId, State};
use super::entity::question_import::{self, QuestionImportId};
use super::entity::question_picture;
use super::entity::question_version::{self, QuestionVersionId};
use super::{policy, rules};

/// A question that a test may take: the latest version that was published of one in use.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct PublishedQuestion {
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
) -> Result<Vec<PublishedQuestion>, DbErr> {
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

/// The latest published version of each of these questions, in use or retired. One statement.
pub async fn newest_of(
    db: &impl ConnectionTrait,
    ids: &[QuestionId],
) -> Result<HashMap<QuestionId, question_version::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = question_version::Entity::find()
        .filter(question_version::Column::QuestionId.is_in(ids.iter().copied()))
        .filter(
            Expr::col((question_version::Entity, question_version::Column::Number))
                .eq(newest_published()),
        )
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|version| (version.question_id, version)).collect())
}

/// A kept body as the question that it is.
///
/// # Errors
/// It is none any more.
pub fn read_body(id: QuestionVersionId, body: &str) -> Result<questions::Question, AppError> {
    serde_json::from_str(body)
        .map_err(|error| AppError::Internal(format!("question version {id}: {error}")))
}

/// The filters of the list; empty ones let everything through.
#[derive(Clone, Debug, Default)]
pub struct BankFilter {
    pub text: String,
    pub capacity: String,
    pub difficulty: Option<Difficulty>,
    pub state: Option<State>,
    pub course: Option<CourseId>,
}

/// A question as the list shows it: what its latest version asks, as far as the actor sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct BankRow {
    pub id: QuestionId,
    pub code: String,
    pub capacity_code: String,
    pub course_id: Option<CourseId>,
    pub difficulty: Difficulty,
    pub state: State,
    pub version: QuestionVersionId,
    pub body: String,
    pub published_at: Option<DateTime<Utc>>,
}

/// The latest versions that the actor sees of the questions that the filter lets through.
fn listed(actor: &Actor, filter: &BankFilter) -> Select<question_version::Entity> {
    let newest = if policy::sees_drafts(actor) { newest() } else { newest_published() };
    let mut those = question_version::Entity::find()
        .join(JoinType::InnerJoin, question_version::Relation::Question.def())
        .filter(policy::scope(actor))
        .filter(Expr::col((question_version::Entity, question_version::Column::Number)).eq(newest));
    for word in words(&filter.text) {
        let text = Expr::col((question::Entity, question::Column::SearchText));
        those = those.filter(text.like(containing(&word)));
    }
    if !filter.capacity.is_empty() {
        those = those.filter(question::Column::CapacityCode.eq(&filter.capacity));
    }
    if let Some(difficulty) = filter.difficulty {
        those = those.filter(question::Column::Difficulty.eq(difficulty));
    }
    if let Some(state) = filter.state {
        those = those.filter(question::Column::State.eq(state));
    }
    if let Some(course) = filter.course {
        those = those.filter(question::Column::CourseId.eq(course));
    }
    those
}

/// The number of the last version of the question in the outer query, draft or not.
fn newest() -> SelectStatement {
    use question_version::Column;
    let other = Alias::new("other");
    Query::select()
        .expr(Expr::col((other.clone(), Column::Number)).max())
        .from_as(question_version::Entity, other.clone())
        .and_where(
            Expr::col((other, Column::QuestionId))
                .equals((question_version::Entity, Column::QuestionId)),
        )
        .to_owned()
}

fn rows(those: Select<question_version::Entity>) -> Select<question_version::Entity> {
    those
        .select_only()
        .columns([
            question::Column::Id,
            question::Column::Code,
            question::Column::CapacityCode,
            question::Column::CourseId,
            question::Column::Difficulty,
            question::Column::State,
        ])
        .column_as(question_version::Column::Id, "version")
        .columns([question_version::Column::Body, question_version::Column::PublishedAt])
        .order_by_asc(question::Column::CapacityCode)
        .order_by_asc(question::Column::Id)
}

/// A page of the list. Two statements.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &BankFilter,
    (page, address): (Option<u64>, &str),
) -> Result<(Vec<BankRow>, Pager), DbErr> {
    let pager = Pager::new(page, listed(actor, filter).count(db).await?, address);
    let page = rows(listed(actor, filter)).offset(pager.offset()).limit(ROWS);
    Ok((page.into_model().all(db).await?, pager))
}

/// Returns the questions that the filter lets through, at most `most`, for a file.
pub async fn all(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &BankFilter,
    most: u64,
) -> Result<Vec<BankRow>, DbErr> {
    rows(listed(actor, filter)).limit(most).into_model().all(db).await
}

/// A question with the versions that the actor sees, from the first, and its pictures.
#[derive(Clone, Debug)]
pub struct QuestionRecord {
    pub question: question::Model,
    /// Never empty.
    pub versions: Vec<question_version::Model>,
    /// In their order.
    pub pictures: Vec<question_picture::Model>,
}

impl QuestionRecord {
    /// The last version that the actor sees.
    pub fn last(&self) -> Result<&question_version::Model, AppError> {
        self.versions.last().ok_or(AppError::NotFound)
    }

    /// The address of a picture by its name in the texts.
    pub fn picture(&self, name: &str) -> Option<String> {
        let number = rules::number_of(name)?;
        let known = self.pictures.iter().any(|picture| picture.number == number);
        known.then(|| format!("/preguntas/{}/imagenes/{number}", self.question.id))
    }
}

/// A question within the actor's scope; foreign and absent look alike. Three statements.
///
/// # Errors
/// `NotFound` when it does not exist or has no version that the actor sees.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: QuestionId,
) -> Result<QuestionRecord, AppError> {
    let question = question::Entity::find_by_id(id).filter(policy::scope(actor)).one(db).await?;
    let question = question.ok_or(AppError::NotFound)?;
    let mut versions = question_version::Entity::find()
        .filter(question_version::Column::QuestionId.eq(id))
        .order_by_asc(question_version::Column::Number)
        .all(db)
        .await?;
    if !policy::sees_drafts(actor) {
        versions.retain(|version| version.published_at.is_some());
    }
    if versions.is_empty() {
        return Err(AppError::NotFound);
    }
    let pictures = question_picture::Entity::find()
        .filter(question_picture::Column::QuestionId.eq(id))
        .order_by_asc(question_picture::Column::Number)
        .all(db)
        .await?;
    Ok(QuestionRecord { question, versions, pictures })
}

/// The file of a picture of a question, whoever asks: the caller has found the question.
///
/// # Errors
/// `NotFound` when the question has no such picture.
pub async fn picture(
    db: &impl ConnectionTrait,
    question: QuestionId,
    number: i32,
) -> Result<stored_file::Model, AppError> {
    stored_file::Entity::find()
        .join_rev(JoinType::InnerJoin, question_picture::Relation::File.def())
        .filter(question_picture::Column::QuestionId.eq(question))
        .filter(question_picture::Column::Number.eq(number))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// The codes of the catalogue, a closed list.
pub async fn course_codes(db: &impl ConnectionTrait) -> Result<HashMap<CourseId, String>, DbErr> {
    let all: Vec<(CourseId, String)> = course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Code])
        .into_tuple()
        .all(db)
        .await?;
    Ok(all.into_iter().collect())
}

/// A file that the actor sent; somebody else's looks absent.
///
/// # Errors
/// `NotFound`.
pub async fn own_import(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: QuestionImportId,
) -> Result<question_import::Model, AppError> {
    question_import::Entity::find_by_id(id)
        .filter(question_import::Column::AccountId.eq(actor.account))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

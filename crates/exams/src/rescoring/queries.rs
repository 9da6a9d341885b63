//! What a test asked, what of it was corrected since, and what people answered to one question of it.

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use assessment_model::bank;
use assessment_model::bank::entity::question::{self, QuestionId};
use assessment_model::bank::entity::question_version::{self, QuestionVersionId};
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{LearnerName, SelectLearner as _};
use people_model::entity::person;
use platform::prelude::*;
use sign_in_model::entity::account;

use super::entity::rescoring::{self, RescoringId};
use super::entity::rescoring_change;
use super::rules::{RescoringRefusal, ScoringRule, may_compare};
use crate::entity::attempt::{self, AttemptId, State};
use crate::entity::exam::ExamId;
use crate::entity::{attempt_answer, attempt_item};
use crate::rules::AttemptScore;

/// A version that people were asked in a test.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AskedVersion {
    pub question: QuestionId,
    pub code: String,
    pub version: QuestionVersionId,
    pub number: i32,
    /// Attempts that ask it.
    pub attempts: i64,
    /// The last decision that any of them is scored by.
    pub rescoring: Option<RescoringId>,
}

/// Returns every version that a test asked, by question and version. One statement.
pub async fn asked_versions(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<AskedVersion>, DbErr> {
    attempt_item::Entity::find()
        .select_only()
        .column_as(question::Column::Id, "question")
        .column_as(question::Column::Code, "code")
        .column_as(question_version::Column::Id, "version")
        .column_as(question_version::Column::Number, "number")
        .column_as(attempt_item::Column::AttemptId.count(), "attempts")
        .column_as(attempt_item::Column::RescoringId.max(), "rescoring")
        .join(JoinType::InnerJoin, attempt_item::Relation::Attempt.def())
        .join(JoinType::InnerJoin, attempt_item::Relation::Version.def())
        .join(JoinType::InnerJoin, question_version::Relation::Question.def())
        .filter(attempt::Column::ExamId.eq(exam))
        .group_by(question::Column::Id)
        .group_by(question::Column::Code)
        .group_by(question_version::Column::Id)
        .group_by(question_version::Column::Number)
        .order_by_asc(question::Column::Code)
        .order_by_asc(question_version::Column::Number)
        .into_model()
        .all(db)
        .await
}

/// A decision as the list shows it.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct RescoringSummary {
    pub id: RescoringId,
    pub question: QuestionId,
    pub code: String,
    /// The number of the version that scores. `None` means that everybody got all points.
    pub number: Option<i32>,
    pub version: Option<QuestionVersionId>,
    pub keeps_points: bool,
    pub reason: String,
    pub author: String,
    pub at: DateTime<Utc>,
    /// Answers that earned otherwise.
    pub changed: i64,
}

/// The decisions about a test, the latest first. One statement.
pub async fn decided(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<RescoringSummary>, DbErr> {
    use rescoring::{Column, Relation};
    rescoring::Entity::find()
        .select_only()
        .column(Column::Id)
        .column_as(Column::QuestionId, "question")
        .column_as(question::Column::Code, "code")
        .column_as(question_version::Column::Number, "number")
        .column_as(Column::QuestionVersionId, "version")
        .column(Column::KeepsPoints)
        .column(Column::Reason)
        .column_as(account::Column::DisplayName, "author")
        .column_as(Column::RecordedAt, "at")
        .column_as(rescoring_change::Column::AttemptId.count(), "changed")
        .join(JoinType::InnerJoin, Relation::Question.def())
        .join(JoinType::LeftJoin, Relation::Version.def())
        .join(JoinType::InnerJoin, Relation::AuthorAccount.def())
        .join_rev(JoinType::LeftJoin, rescoring_change::Relation::Rescoring.def())
        .filter(Column::ExamId.eq(exam))
        .group_by(Column::Id)
        .group_by(Column::QuestionId)
        .group_by(question::Column::Code)
        .group_by(question_version::Column::Number)
        .group_by(Column::QuestionVersionId)
        .group_by(Column::KeepsPoints)
        .group_by(Column::Reason)
        .group_by(account::Column::DisplayName)
        .group_by(Column::RecordedAt)
        .order_by_desc(Column::Id)
        .into_model()
        .all(db)
        .await
}

/// How the decisions that some answers are scored by score them. No statement where there is none.
///
/// # Errors
/// The database's, and a version that is no question any more.
pub async fn standing(
    db: &impl ConnectionTrait,
    items: &[attempt_item::Model],
) -> Result<HashMap<RescoringId, ScoringRule>, AppError> {
    let ids: BTreeSet<i64> =
        items.iter().filter_map(|item| item.rescoring_id).map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = rescoring::Entity::find()
        .filter(rescoring::Column::Id.is_in(ids))
        .find_also_related(question_version::Entity)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(row, version)| {
            let way = match version {
                Some(version) => {
                    let question = bank::queries::read_body(version.id, &version.body)?;
                    ScoringRule::Corrected(Box::new(question))
                }
                None => ScoringRule::Full,
            };
            Ok((row.id, way))
        })
        .collect()
}

/// The versions that were taken out of a test: whoever is asked one later has its points too. A
/// version published after the decision is asked as any other. One statement.
pub async fn taken_out(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<QuestionVersionId, RescoringId>, DbErr> {
    let rows: Vec<(QuestionVersionId, RescoringId)> = rescoring::Entity::find()
        .select_only()
        .column(question_version::Column::Id)
        .column(rescoring::Column::Id)
        .join(JoinType::InnerJoin, rescoring::Relation::Question.def())
        .join_rev(JoinType::InnerJoin, question_version::Relation::Question.def())
        .filter(rescoring::Column::ExamId.eq(exam))
        .filter(rescoring::Column::QuestionVersionId.is_null())
        .filter(
            Expr::col((question_version::Entity, question_version::Column::PublishedAt))
                .lte(Expr::col((rescoring::Entity, rescoring::Column::RecordedAt))),
        )
        .order_by_asc(rescoring::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A question in one attempt.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RescoringItem {
    pub attempt: AttemptId,
    pub enrolment: EnrolmentId,
    pub number: i32,
    pub state: State,
    pub of: i64,
    pub position: i32,
    pub points: i32,
    pub version: QuestionVersionId,
    pub earned: Option<i64>,
    #[sea_orm(nested)]
    pub name: LearnerName,
}

/// Selects the items of a test that ask a question.
fn those(exam: ExamId, question: QuestionId) -> Select<attempt_item::Entity> {
    attempt_item::Entity::find()
        .join(JoinType::InnerJoin, attempt_item::Relation::Attempt.def())
        .join(JoinType::InnerJoin, attempt_item::Relation::Version.def())
        .filter(attempt::Column::ExamId.eq(exam))
        .filter(question_version::Column::QuestionId.eq(question))
}

/// Who was asked a question in a test, by surname. One statement.
pub async fn items(
    db: &impl ConnectionTrait,
    exam: ExamId,
    question: QuestionId,
) -> Result<Vec<RescoringItem>, DbErr> {
    those(exam, question)
        .select_only()
        .column_as(attempt::Column::Id, "attempt")
        .column_as(attempt::Column::EnrolmentId, "enrolment")
        .column_as(attempt::Column::Number, "number")
        .column_as(attempt::Column::State, "state")
        .column_as(attempt::Column::Of, "of")
        .column_as(attempt_item::Column::Position, "position")
        .column_as(attempt_item::Column::Points, "points")
        .column_as(attempt_item::Column::QuestionVersionId, "version")
        .column_as(attempt_item::Column::Earned, "earned")
        .join(JoinType::InnerJoin, attempt::Relation::Enrolment.def())
        .learner()
        .order_by_asc(person::Column::FirstSurname)
        .order_by_asc(person::Column::SecondSurname)
        .order_by_asc(person::Column::FirstName)
        .order_by_asc(attempt::Column::Number)
        .order_by_asc(attempt::Column::Id)
        .into_model()
        .all(db)
        .await
}

/// The answers that count to a question of a test, by attempt. One statement.
///
/// # Errors
/// The database's, and an answer that is none any more.
pub async fn answers(
    db: &impl ConnectionTrait,
    exam: ExamId,
    question: QuestionId,
) -> Result<HashMap<AttemptId, questions::Answer>, AppError> {
    let on = attempt_item::Entity::belongs_to(attempt_answer::Entity)
        .from((attempt_item::Column::AttemptId, attempt_item::Column::Position))
        .to((attempt_answer::Column::AttemptId, attempt_answer::Column::Position))
        .into();
    let rows: Vec<(AttemptId, String)> = those(exam, question)
        .select_only()
        .column(attempt_answer::Column::AttemptId)
        .column(attempt_answer::Column::Answer)
        .join(JoinType::InnerJoin, on)
        .order_by_asc(attempt_answer::Column::AttemptId)
        .order_by_asc(attempt_answer::Column::Sequence)
        .into_tuple()
        .all(db)
        .await?;
    // In order, so that the last one stays.
    rows.into_iter()
        .map(|(attempt, answer)| {
            let answer = serde_json::from_str(&answer)
                .map_err(|error| AppError::Internal(format!("answer of {attempt}: {error}")))?;
            Ok((attempt, answer))
        })
        .collect()
}

/// What an attempt's other questions earned.
#[derive(Clone, Copy, Debug, Default)]
pub struct OtherPoints {
    pub earned: i64,
    /// How many answers a grader still has to read.
    pub waiting: i64,
}

/// Returns what the other questions earned in every attempt that asked the question. One statement.
pub async fn rest(
    db: &impl ConnectionTrait,
    exam: ExamId,
    question: QuestionId,
) -> Result<HashMap<AttemptId, OtherPoints>, DbErr> {
    let asked = those(exam, question).select_only().column(attempt_item::Column::AttemptId);
    let earned = Expr::col((attempt_item::Entity, attempt_item::Column::Earned));
    let one = Expr::case(earned.clone().is_null(), 1).finally(0);
    let whole = |expression: Expr| expression.cast_as(Alias::new("BIGINT"));
    let rows: Vec<(AttemptId, i64, i64)> = attempt_item::Entity::find()
        .select_only()
        .column(attempt_item::Column::AttemptId)
        .expr_as(whole(Expr::expr(earned.sum()).if_null(0)), "earned")
        .expr_as(whole(Expr::expr(one).sum()), "waiting")
        .join(JoinType::InnerJoin, attempt_item::Relation::Version.def())
        .filter(question_version::Column::QuestionId.ne(question))
        .filter(attempt_item::Column::AttemptId.in_subquery(asked.into_query()))
        .group_by(attempt_item::Column::AttemptId)
        .into_tuple()
        .all(db)
        .await?;
    let rest = |(attempt, earned, waiting)| (attempt, OtherPoints { earned, waiting });
    Ok(rows.into_iter().map(rest).collect())
}

/// Every attempt of a test that is over, by person. One statement.
pub async fn ended(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<EnrolmentId, Vec<AttemptScore>>, DbErr> {
    let mut people: HashMap<EnrolmentId, Vec<AttemptScore>> = HashMap::new();
    let rows = attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(exam))
        .filter(attempt::Column::State.ne(State::Open))
        .order_by_asc(attempt::Column::Number)
        .all(db)
        .await?;
    for one in rows {
        let over = AttemptScore { number: one.number, points: one.points, of: one.of };
        people.entry(one.enrolment_id).or_default().push(over);
    }
    Ok(people)
}

/// How a question's answers would be scored: as its newest version says, or all points for everybody.
pub struct Scoring {
    pub way: ScoringRule,
    /// The version that scores, with its number. `None` means all points for everybody.
    pub version: Option<(QuestionVersionId, i32)>,
}

/// Returns how the question would be scored, if the test asked it. At most two statements.
///
/// # Errors
/// Refused for a question that the test did not ask or that was not corrected since, and where the
/// answers cannot be read as answers to the correction.
pub async fn scoring(
    db: &impl ConnectionTrait,
    question: QuestionId,
    corrected: bool,
    items: &[RescoringItem],
) -> Result<Scoring, Failure<RescoringRefusal>> {
    if items.is_empty() {
        return Err(Failure::Refused(RescoringRefusal::NotAsked));
    }
    if !corrected {
        return Ok(Scoring { way: ScoringRule::Full, version: None });
    }
    let newest = bank::queries::newest_of(db, &[question]).await?.remove(&question);
    let newest = newest.ok_or(Failure::Refused(RescoringRefusal::NoCorrection))?;
    if items.iter().all(|item| item.version == newest.id) {
        return Err(Failure::Refused(RescoringRefusal::NoCorrection));
    }
    let asked: BTreeSet<i64> = items.iter().map(|item| item.version.0).collect();
    let asked: Vec<QuestionVersionId> = asked.into_iter().map(QuestionVersionId).collect();
    let right = bank::queries::read_body(newest.id, &newest.body)?;
    for known in bank::queries::versions(db, &asked).await?.values() {
        may_compare(known, &right).map_err(Failure::Refused)?;
    }
    let version = Some((newest.id, newest.number));
    Ok(Scoring { way: ScoringRule::Corrected(Box::new(right)), version })
}

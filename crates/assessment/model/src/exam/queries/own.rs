//! A learner's own tests: one with its attempts, its questions one by one, and the list of all.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person::PersonId;
use questions::Question;
use sign_in_model::prelude::*;

use crate::bank;
use crate::bank::entity::question::QuestionId;
use crate::bank::entity::question_version::{self, QuestionVersionId};
use crate::entity::activity;
use crate::exam::entity::attempt::{self, AttemptId, State};
use crate::exam::entity::attempt_item;
use crate::exam::entity::exam::{self, ExamId};

/// A test of the actor's own cohort, with their enrolment and their attempts.
pub struct LearnerExam {
    pub exam: exam::Model,
    pub activity: activity::Model,
    pub cohort: cohort::Model,
    pub course: String,
    pub enrolment: enrolment::Model,
    /// In order.
    pub attempts: Vec<attempt::Model>,
}

impl LearnerExam {
    pub fn open(&self) -> Option<&attempt::Model> {
        self.attempts.iter().find(|one| one.state == State::Open)
    }
}

/// Returns a test of the actor's own cohort. Without an enrolment it is absent. Four statements.
pub async fn learner_exam(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ExamId,
) -> Result<LearnerExam, AppError> {
    let (exam, activity) = exam::Entity::find_by_id(id)
        .find_also_related(activity::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let activity = activity.ok_or(AppError::NotFound)?;
    let (cohort, version) = cohort::Entity::find_by_id(activity.cohort_id)
        .find_also_related(course_version::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let person = PersonId(actor.person.ok_or(AppError::NotFound)?);
    let enrolment = enrolment_model::queries::of_person(db, cohort.id, person).await?;
    let enrolment = enrolment.ok_or(AppError::NotFound)?;
    let attempts = attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(id))
        .filter(attempt::Column::EnrolmentId.eq(enrolment.id))
        .order_by_asc(attempt::Column::Number)
        .all(db)
        .await?;
    let course = version.map(|version| version.name).unwrap_or_default();
    Ok(LearnerExam { exam, activity, cohort, course, enrolment, attempts })
}

/// A question of the actor's own attempt, with everything that its page and its answer need.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AttemptQuestion {
    pub attempt: AttemptId,
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub number: i32,
    pub state: State,
    pub ends_at: DateTime<Utc>,
    pub activity: String,
    pub position: i32,
    pub points: i32,
    pub shown: String,
    pub version: QuestionVersionId,
    pub question_id: QuestionId,
    pub body: String,
}

impl AttemptQuestion {
    /// # Errors
    /// The body is no question any more.
    pub fn question(&self) -> Result<Question, AppError> {
        bank::queries::read_body(self.version, &self.body)
    }

    /// Returns the indices of its options in the order in which they are shown.
    pub fn order(&self) -> Vec<usize> {
        order_of(&self.shown)
    }
}

/// Reads a stored order. A broken one reads as empty, which shows nothing shuffled.
pub fn order_of(shown: &str) -> Vec<usize> {
    serde_json::from_str(shown).unwrap_or_default()
}

/// Returns a question of the actor's own attempt: of the last attempt, or of the one with `number`. One
/// statement, because three hundred people ask it at once.
pub async fn attempt_question(
    db: &impl ConnectionTrait,
    actor: &Actor,
    exam: ExamId,
    position: i32,
    number: Option<i32>,
) -> Result<AttemptQuestion, AppError> {
    let mut found = attempt_item::Entity::find()
        .select_only()
        .column_as(attempt::Column::Id, "attempt")
        .column_as(attempt::Column::EnrolmentId, "enrolment")
        .column_as(enrolment::Column::PersonId, "person")
        .column_as(attempt::Column::Number, "number")
        .column_as(attempt::Column::State, "state")
        .column_as(attempt::Column::EndsAt, "ends_at")
        .column_as(activity::Column::Name, "activity")
        .column_as(attempt_item::Column::Position, "position")
        .column_as(attempt_item::Column::Points, "points")
        .column_as(attempt_item::Column::Shown, "shown")
        .column_as(attempt_item::Column::QuestionVersionId, "version")
        .column_as(question_version::Column::QuestionId, "question_id")
        .column_as(question_version::Column::Body, "body")
        .join(JoinType::InnerJoin, attempt_item::Relation::Attempt.def())
        .join(JoinType::InnerJoin, attempt_item::Relation::Version.def())
        .join(JoinType::InnerJoin, attempt::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, attempt::Relation::Exam.def())
        .join(JoinType::InnerJoin, exam::Relation::Activity.def())
        .filter(attempt::Column::ExamId.eq(exam))
        .filter(attempt_item::Column::Position.eq(position))
        .filter(enrolment::Column::PersonId.eq(actor.person.unwrap_or(0)));
    if let Some(number) = number {
        found = found.filter(attempt::Column::Number.eq(number));
    }
    found
        .order_by_desc(attempt::Column::Number)
        .limit(1)
        .into_model::<AttemptQuestion>()
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// A test of a cohort with the attempts of one enrolment.
pub struct ExamWithAttempts {
    pub activity: activity::Model,
    pub exam: exam::Model,
    pub attempts: Vec<attempt::Model>,
}

/// Returns the tests of an enrolment, in the order of the activities. Two statements.
pub async fn exams_of_enrolment(
    db: &impl ConnectionTrait,
    enrolment: &enrolment::Model,
) -> Result<Vec<ExamWithAttempts>, DbErr> {
    let found = exam::Entity::find()
        .find_also_related(activity::Entity)
        .filter(activity::Column::CohortId.eq(enrolment.cohort_id))
        .order_by_asc(activity::Column::Position)
        .all(db)
        .await?;
    let mut attempts: HashMap<ExamId, Vec<attempt::Model>> = HashMap::new();
    let rows = attempt::Entity::find()
        .filter(attempt::Column::EnrolmentId.eq(enrolment.id))
        .order_by_asc(attempt::Column::Number)
        .all(db)
        .await?;
    for row in rows {
        attempts.entry(row.exam_id).or_default().push(row);
    }
    Ok(found
        .into_iter()
        .filter_map(|(exam, activity)| {
            let attempts = attempts.remove(&exam.id).unwrap_or_default();
            Some(ExamWithAttempts { activity: activity?, exam, attempts })
        })
        .collect())
}

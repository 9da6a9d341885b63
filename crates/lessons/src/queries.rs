//! Lessons read for pages, and what people told that may become one.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course::CourseId;
use courses_model::entity::course_version;
use platform::errors::AppError;
use surveys_model as surveys;
use surveys_model::entity::survey_invitation::Respondent;
use surveys_model::entity::survey_version;
use surveys_model::questionnaire::{AnswerKind, sentences};

use super::entity::lesson::{self, Kind, LessonId};

/// The newest that a page shows; a course does not learn more in years.
const MOST: u64 = 200;

/// A lesson with the name of its cohort.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LessonRecord {
    pub id: LessonId,
    pub kind: Kind,
    pub text: String,
    pub cohort: CohortId,
    pub cohort_name: String,
    pub at: DateTime<Utc>,
}

async fn listed(db: &impl ConnectionTrait, of: Condition) -> Result<Vec<LessonRecord>, DbErr> {
    lesson::Entity::find()
        .select_only()
        .columns([lesson::Column::Id, lesson::Column::Kind, lesson::Column::Text])
        .column_as(lesson::Column::CohortId, "cohort")
        .column_as(cohort::Column::Name, "cohort_name")
        .column_as(lesson::Column::RecordedAt, "at")
        .join(JoinType::InnerJoin, lesson::Relation::Cohort.def())
        .filter(of)
        .filter(lesson::Column::WithdrawnAt.is_null())
        .order_by_desc(lesson::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await
}

/// Returns the lessons of a course, the newest first.
pub async fn of_course(
    db: &impl ConnectionTrait,
    course: CourseId,
) -> Result<Vec<LessonRecord>, DbErr> {
    listed(db, Condition::all().add(lesson::Column::CourseId.eq(course))).await
}

/// Returns the lessons that came from a cohort, the newest first.
pub async fn of_cohort(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<LessonRecord>, DbErr> {
    listed(db, Condition::all().add(lesson::Column::CohortId.eq(cohort))).await
}

/// Returns the course of a cohort.
///
/// # Errors
/// The database's.
pub async fn course_of(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
) -> Result<CourseId, AppError> {
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(db).await?;
    Ok(version.ok_or(AppError::NotFound)?.course_id)
}

/// Returns a lesson that was not withdrawn.
pub async fn standing(db: &impl ConnectionTrait, id: LessonId) -> Result<lesson::Model, AppError> {
    lesson::Entity::find_by_id(id)
        .filter(lesson::Column::WithdrawnAt.is_null())
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// The sentences that people, or their supervisors, wrote as answers to one question.
#[derive(Clone, Debug)]
pub struct QuestionSentences {
    pub kind: survey_version::Kind,
    pub respondent: Respondent,
    pub question: String,
    pub sentences: Vec<String>,
}

/// Returns everything that was written in the follow-ups of a cohort that are over. Three statements.
///
/// # Errors
/// The database's, and an answer that is none any more.
pub async fn written(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<Vec<QuestionSentences>, AppError> {
    let rounds = surveys::queries::rounds(db, cohort).await?;
    let followed = surveys::queries::followed(db, cohort).await?;
    let asked = rounds.iter().filter_map(|(round, _)| round.supervisor_version_id);
    let supervisors = surveys::queries::questionnaires(db, asked).await?;
    let mut all = Vec::new();
    for (round, survey) in rounds.iter().filter(|(round, _)| round.closes_at <= now) {
        let supervisor = round.supervisor_version_id.and_then(|id| supervisors.get(&id));
        for (respondent, survey) in
            [(Respondent::Person, Some(survey)), (Respondent::Supervisor, supervisor)]
        {
            let answers = followed.get(&(round.id, respondent));
            let (Some(survey), Some(answers)) = (survey, answers) else { continue };
            for question in survey.questions.iter().filter(|one| one.asks == AnswerKind::Words) {
                let sentences = sentences(question, &answers.all());
                if !sentences.is_empty() {
                    let (kind, question) = (round.kind, question.text.clone());
                    all.push(QuestionSentences { kind, respondent, question, sentences });
                }
            }
        }
    }
    Ok(all)
}

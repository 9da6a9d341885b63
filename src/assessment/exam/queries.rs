//! Tests read for pages: a learner's own, and for those who work on the cohort.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use questions::{Answer, Question};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use super::entity::attempt::{self, AttemptId, State};
use super::entity::exam::{self, ExamId};
use super::entity::{attempt_answer, attempt_item, exam_line};
use super::rules::{Drawable, Line};
use crate::assessment::bank;
use crate::assessment::bank::entity::question::QuestionId;
use crate::assessment::bank::entity::question_version::{self, QuestionVersionId};
use crate::assessment::entity::activity::{self, ActivityId, Kind};
use crate::attendance::queries::{CohortHead, cohort_head};
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::courses::entity::course_version;
use crate::enrolment;
use crate::enrolment::entity::enrolment::{self as place, EnrolmentId};
use crate::people::entity::person::{self, PersonId};
use crate::people::rules::{NameParts, full_name};
use crate::platform::errors::AppError;
use crate::platform::pager::{Pager, ROWS};
use crate::sign_in::actor::Actor;

/// The activity's test, if it has one.
pub async fn exam_of(
    db: &impl ConnectionTrait,
    activity: ActivityId,
) -> Result<Option<exam::Model>, DbErr> {
    exam::Entity::find().filter(exam::Column::ActivityId.eq(activity)).one(db).await
}

/// What a test asks for, in order.
pub async fn lines(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<exam_line::Model>, DbErr> {
    exam_line::Entity::find()
        .filter(exam_line::Column::ExamId.eq(exam))
        .order_by_asc(exam_line::Column::Position)
        .all(db)
        .await
}

/// A kept line as rules take it.
pub fn line_of(row: &exam_line::Model) -> Line {
    Line {
        capacity: row.capacity_code.clone(),
        difficulty: row.difficulty.map(Into::into),
        count: usize::try_from(row.question_count).unwrap_or(0),
        points: row.points,
    }
}

/// Everything that the bank may give these lines. One statement.
pub async fn pool(db: &impl ConnectionTrait, lines: &[Line]) -> Result<Vec<Drawable>, DbErr> {
    let codes: BTreeSet<String> = lines.iter().map(|line| line.capacity.clone()).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let rows = bank::queries::pool(db, &codes).await?;
    Ok(rows
        .into_iter()
        .map(|one| Drawable {
            version: one.version.0,
            capacity: one.capacity,
            difficulty: one.difficulty.into(),
        })
        .collect())
}

/// The capacities of a cohort's first and last test, each in order: what is compared (R44).
pub async fn compared(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<(BTreeSet<String>, BTreeSet<String>), DbErr> {
    let rows: Vec<(Kind, String)> = exam_line::Entity::find()
        .select_only()
        .column(activity::Column::Kind)
        .column(exam_line::Column::CapacityCode)
        .join(JoinType::InnerJoin, exam_line::Relation::Exam.def())
        .join(JoinType::InnerJoin, exam::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(cohort))
        .filter(activity::Column::Kind.is_in([Kind::PreTest, Kind::PostTest]))
        .into_tuple()
        .all(db)
        .await?;
    let of = |kind: Kind| {
        rows.iter().filter(|row| row.0 == kind).map(|(_, capacity)| capacity.clone()).collect()
    };
    Ok((of(Kind::PreTest), of(Kind::PostTest)))
}

/// Which activities of a cohort have a test.
pub async fn with_exam(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<ActivityId, exam::Model>, DbErr> {
    let rows = exam::Entity::find()
        .inner_join(activity::Entity)
        .filter(activity::Column::CohortId.eq(cohort))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|exam| (exam.activity_id, exam)).collect())
}

/// An activity and its cohort, if the actor sees the cohort; foreign and absent look alike.
pub async fn activity_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ActivityId,
) -> Result<(activity::Model, CohortHead), AppError> {
    let activity = activity::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let head = cohort_head(db, actor, activity.cohort_id).await?;
    Ok((activity, head))
}

/// One's own test: what it is, one's place, and what one did of it.
pub struct Sitting {
    pub exam: exam::Model,
    pub activity: activity::Model,
    pub cohort: cohort::Model,
    pub course: String,
    pub place: place::Model,
    /// In order.
    pub attempts: Vec<attempt::Model>,
}

impl Sitting {
    pub fn open(&self) -> Option<&attempt::Model> {
        self.attempts.iter().find(|one| one.state == State::Open)
    }
}

/// The test in one's own place; without one it is as if there were none. Four statements.
pub async fn sitting(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ExamId,
) -> Result<Sitting, AppError> {
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
    let place = enrolment::queries::of_person(db, cohort.id, person).await?;
    let place = place.ok_or(AppError::NotFound)?;
    let attempts = attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(id))
        .filter(attempt::Column::EnrolmentId.eq(place.id))
        .order_by_asc(attempt::Column::Number)
        .all(db)
        .await?;
    let course = version.map(|version| version.name).unwrap_or_default();
    Ok(Sitting { exam, activity, cohort, course, place, attempts })
}

/// A question of somebody's own attempt, with everything that its page and its answer need.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Asked {
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

impl Asked {
    /// # Errors
    /// The body is no question any more.
    pub fn question(&self) -> Result<Question, AppError> {
        bank::queries::read_body(self.version, &self.body)
    }

    /// The places of its options in the order in which they are shown.
    pub fn order(&self) -> Vec<usize> {
        order_of(&self.shown)
    }
}

/// A kept order; a broken one shows nothing shuffled.
pub fn order_of(shown: &str) -> Vec<usize> {
    serde_json::from_str(shown).unwrap_or_default()
}

/// A question of one's own attempt: of the last one, or of the one that a page names. One statement,
/// because three hundred people ask it at once.
pub async fn asked(
    db: &impl ConnectionTrait,
    actor: &Actor,
    exam: ExamId,
    position: i32,
    number: Option<i32>,
) -> Result<Asked, AppError> {
    let mut found = attempt_item::Entity::find()
        .select_only()
        .column_as(attempt::Column::Id, "attempt")
        .column_as(attempt::Column::EnrolmentId, "enrolment")
        .column_as(place::Column::PersonId, "person")
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
        .filter(place::Column::PersonId.eq(actor.person.unwrap_or(0)));
    if let Some(number) = number {
        found = found.filter(attempt::Column::Number.eq(number));
    }
    found
        .order_by_desc(attempt::Column::Number)
        .limit(1)
        .into_model::<Asked>()
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

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
pub struct Answered {
    pub item: attempt_item::Model,
    pub question_id: QuestionId,
    pub question: Question,
    pub answer: Option<LastAnswer>,
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

/// A whole attempt. Three statements.
pub async fn answered(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Vec<Answered>, AppError> {
    let items = items(db, attempt).await?;
    let ids: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
    let mut bodies = bodies(db, &ids).await?;
    let mut answers = last_answers(db, attempt).await?;
    items
        .into_iter()
        .map(|item| {
            let question = bodies.remove(&item.question_version_id);
            let (question_id, question) = question
                .ok_or_else(|| AppError::Internal("a question of an attempt is gone".into()))?;
            let answer = answers.remove(&item.position);
            Ok(Answered { item, question_id, question, answer })
        })
        .collect()
}

/// An attempt of a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: AttemptId,
    pub number: i32,
    pub state: State,
    pub started_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub ends_at: DateTime<Utc>,
    pub points: Option<i64>,
    pub of: i64,
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
}

impl Listed {
    /// «Ruiz Peña, Ana María».
    pub fn name(&self) -> String {
        NameParts {
            first_name: &self.first_name,
            second_name: self.second_name.as_deref(),
            first_surname: &self.first_surname,
            second_surname: self.second_surname.as_deref(),
        }
        .by_surname()
    }
}

/// A page of a test's attempts, by surname. Two statements.
pub async fn attempts(
    db: &impl ConnectionTrait,
    exam: ExamId,
    (page, address): (Option<u64>, &str),
) -> Result<(Vec<Listed>, Pager), DbErr> {
    let those = || attempt::Entity::find().filter(attempt::Column::ExamId.eq(exam));
    let pager = Pager::new(page, those().count(db).await?, address);
    let rows = those()
        .select_only()
        .columns([
            attempt::Column::Id,
            attempt::Column::Number,
            attempt::Column::State,
            attempt::Column::StartedAt,
            attempt::Column::SubmittedAt,
            attempt::Column::EndsAt,
            attempt::Column::Points,
            attempt::Column::Of,
        ])
        .columns([
            person::Column::FirstName,
            person::Column::SecondName,
            person::Column::FirstSurname,
            person::Column::SecondSurname,
        ])
        .join(JoinType::InnerJoin, attempt::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, place::Relation::Person.def())
        .order_by_asc(person::Column::FirstSurname)
        .order_by_asc(person::Column::SecondSurname)
        .order_by_asc(person::Column::FirstName)
        .order_by_asc(attempt::Column::Number)
        .order_by_asc(attempt::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model()
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// How many have begun, are over and wait for a grader. One statement.
pub async fn counts(db: &impl ConnectionTrait, exam: ExamId) -> Result<Counts, DbErr> {
    let rows: Vec<(EnrolmentId, State, Option<i64>)> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::EnrolmentId)
        .column(attempt::Column::State)
        .column(attempt::Column::Points)
        .filter(attempt::Column::ExamId.eq(exam))
        .into_tuple()
        .all(db)
        .await?;
    let people: BTreeSet<EnrolmentId> = rows.iter().map(|row| row.0).collect();
    let open = rows.iter().filter(|row| row.1 == State::Open).count();
    let waiting = rows.iter().filter(|row| row.1 != State::Open && row.2.is_none()).count();
    Ok(Counts { people: people.len(), open, waiting })
}

/// How far a test is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Who have begun.
    pub people: usize,
    pub open: usize,
    pub waiting: usize,
}

/// Somebody's attempt for those who work on the cohort.
pub struct Found {
    pub attempt: attempt::Model,
    pub activity: activity::Model,
    pub head: CohortHead,
    pub person: PersonId,
    pub name: String,
}

/// An attempt of an activity's test, if the actor sees the cohort; foreign and absent look alike.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ActivityId,
    attempt: AttemptId,
) -> Result<Found, AppError> {
    let (activity, head) = activity_head(db, actor, id).await?;
    let (attempt, exam) = attempt::Entity::find_by_id(attempt)
        .find_also_related(exam::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    if exam.is_none_or(|exam| exam.activity_id != id) {
        return Err(AppError::NotFound);
    }
    let (_, person) = place::Entity::find_by_id(attempt.enrolment_id)
        .find_also_related(person::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let person = person.ok_or(AppError::NotFound)?;
    Ok(Found { attempt, activity, head, name: full_name(&person), person: person.id })
}

/// A test of one's own cohort, as their list shows it.
pub struct Own {
    pub activity: activity::Model,
    pub exam: exam::Model,
    pub attempts: Vec<attempt::Model>,
}

/// The tests of one place, in the order of the activities. Two statements.
pub async fn own(db: &impl ConnectionTrait, place: &place::Model) -> Result<Vec<Own>, DbErr> {
    let found = exam::Entity::find()
        .find_also_related(activity::Entity)
        .filter(activity::Column::CohortId.eq(place.cohort_id))
        .order_by_asc(activity::Column::Position)
        .all(db)
        .await?;
    let mut attempts: HashMap<ExamId, Vec<attempt::Model>> = HashMap::new();
    let rows = attempt::Entity::find()
        .filter(attempt::Column::EnrolmentId.eq(place.id))
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
            Some(Own { activity: activity?, exam, attempts })
        })
        .collect())
}

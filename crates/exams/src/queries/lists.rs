//! Who answered a test, for those who work on the cohort.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use assessment_model::entity::activity::{self, ActivityId};
use cohorts_model::queries::CohortHead;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{Learner, LearnerName, SelectLearner as _, learner};
use people_model::entity::person::{self, PersonId};
use platform::pager::{Pager, ROWS};
use sign_in_model::prelude::*;

use super::activity_head;
use crate::entity::attempt::{self, AttemptId, State};
use crate::entity::exam::{self, ExamId};

/// An attempt as the list shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AttemptSummary {
    pub id: AttemptId,
    pub number: i32,
    pub state: State,
    pub started_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub ends_at: DateTime<Utc>,
    pub points: Option<i64>,
    pub of: i64,
    #[sea_orm(nested)]
    pub name: LearnerName,
}

/// A page of a test's attempts, by surname. Two statements.
pub async fn attempts(
    db: &impl ConnectionTrait,
    exam: ExamId,
    (page, address): (Option<u64>, &str),
) -> Result<(Vec<AttemptSummary>, Pager), DbErr> {
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
        .join(JoinType::InnerJoin, attempt::Relation::Enrolment.def())
        .learner()
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
pub async fn counts(db: &impl ConnectionTrait, exam: ExamId) -> Result<AttemptCounts, DbErr> {
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
    Ok(AttemptCounts { people: people.len(), open, waiting })
}

/// How many people have begun a test, and how many attempts are open or wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttemptCounts {
    /// People who have begun.
    pub people: usize,
    pub open: usize,
    pub waiting: usize,
}

/// An attempt with its person, for those who work on the cohort.
pub struct AttemptDetail {
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
) -> Result<AttemptDetail, AppError> {
    let (activity, head) = activity_head(db, actor, id).await?;
    let (attempt, exam) = attempt::Entity::find_by_id(attempt)
        .find_also_related(exam::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    if exam.is_none_or(|exam| exam.activity_id != id) {
        return Err(AppError::NotFound);
    }
    let found = learner(db, attempt.enrolment_id, Condition::all()).await?;
    let Learner { enrolment, name } = found.ok_or(AppError::NotFound)?;
    let person = enrolment.person_id;
    Ok(AttemptDetail { attempt, activity, head, person, name: name.full() })
}

//! The tasks of one enrolment, and what a person can do now in all their cohorts.

use std::collections::HashMap;

use sea_orm::sea_query::{
    Alias, Asterisk, Expr, ExprTrait as _, Order, Query, SelectStatement, UnionType,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};

use cohorts_model::entity::cohort;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use sign_in_model::prelude::*;

use super::rules::{State, Task, TaskKind, test};
use crate::entity::activity::{self, ActivityId};
use crate::exam::entity::{attempt, exam as exams};
use crate::products::entity::{grading, product, submission};
use crate::rules::may_grade;
use crate::{exam, products};

/// Returns the tasks of an enrolment, in the order of the activities, with the grades that count. At
/// most six statements.
///
/// # Errors
/// The database's.
pub async fn of_enrolment(
    db: &impl ConnectionTrait,
    enrolment: &enrolment::Model,
    cohort: &cohort::Model,
    grades: &[(activity::Model, Option<i32>)],
    now: DateTime<Utc>,
) -> Result<Vec<Task>, AppError> {
    if grades.is_empty() {
        return Ok(Vec::new());
    }
    let may = enrolment.stage == enrolment::Stage::Confirmed && may_grade(cohort.stage).is_ok();
    let tests: HashMap<ActivityId, exam::queries::ExamWithAttempts> =
        exam::queries::exams_of_enrolment(db, enrolment)
            .await?
            .into_iter()
            .map(|own| (own.activity.id, own))
            .collect();
    let made = products::queries::progress_of_enrolment(db, enrolment).await?;
    let tasks = grades.iter().map(|(activity, grade)| {
        let task = |way, state| Task {
            activity: activity.clone(),
            way,
            state,
            grade: *grade,
            again: None,
            comment: None,
        };
        if let Some(own) = tests.get(&activity.id) {
            let (state, again) = test(&own.exam, &own.attempts, may, now);
            return Task { again, ..task(TaskKind::Test(own.exam.id), state) };
        }
        if let Some(made) = made.get(&activity.id) {
            let state = product_state(made, cohort.stage, enrolment.stage, now);
            let comment = made.comment().map(str::to_owned);
            return Task { comment, ..task(TaskKind::Product, state) };
        }
        let state = if grade.is_some() { State::Graded } else { State::Idle };
        task(TaskKind::ByHand, state)
    });
    Ok(tasks.collect())
}

fn product_state(
    made: &products::queries::ProductProgress,
    cohort: cohort::Stage,
    enrolment: enrolment::Stage,
    now: DateTime<Utc>,
) -> State {
    let stand = made.stand();
    let may = products::rules::may_submit(&made.product, cohort, enrolment, stand, now);
    let until = made.product.due_at;
    match (stand, may) {
        (Some(products::rules::SubmissionState::Returned { .. }), Ok(_)) => {
            State::Returned { until: None }
        }
        (None, Ok(_)) => State::Open { until },
        (None, Err(_)) => State::Missed,
        (Some(_), _) if made.is_settled() => State::Graded,
        (Some(_), _) => State::Waiting,
    }
}

/// A task that a person can do now.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenTask {
    pub activity: ActivityId,
    pub enrolment: EnrolmentId,
    /// `None` means that the task is a product.
    pub exam: Option<exams::ExamId>,
    pub name: String,
    pub course: String,
    pub until: Option<DateTime<Utc>>,
}

/// Returns the open tests without a finished attempt, and the products that were not submitted or were
/// returned, in all cohorts where the actor learns. Those that end next come first. One statement.
///
/// # Errors
/// The database's.
pub async fn open_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<OpenTask>, DbErr> {
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    let learning = || {
        Condition::all()
            .add(enrolment::Column::PersonId.eq(person))
            .add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
            .add(cohort::Column::Stage.is_in([cohort::Stage::Confirmed, cohort::Stage::Running]))
    };
    let mut tests = activity::Entity::find()
        .select_only()
        .column_as(activity::Column::Id, "activity")
        .column_as(enrolment::Column::Id, "enrolment")
        .column_as(exams::Column::Id, "exam")
        .column_as(activity::Column::Name, "name")
        .column_as(course_version::Column::Name, "course")
        .column_as(exams::Column::ClosesAt, "until")
        .join_rev(JoinType::InnerJoin, exams::Relation::Activity.def())
        .join(JoinType::InnerJoin, activity::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join_rev(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(learning())
        .filter(exams::Column::OpensAt.lte(now))
        .filter(exams::Column::ClosesAt.gt(now))
        .filter(Expr::exists(ended()).not())
        .into_query();
    let products = activity::Entity::find()
        .select_only()
        .column_as(activity::Column::Id, "activity")
        .column_as(enrolment::Column::Id, "enrolment")
        .expr_as(Expr::value(Option::<i64>::None).cast_as(Alias::new("BIGINT")), "exam")
        .column_as(activity::Column::Name, "name")
        .column_as(course_version::Column::Name, "course")
        .column_as(product::Column::DueAt, "until")
        .join_rev(JoinType::InnerJoin, product::Relation::Activity.def())
        .join(JoinType::InnerJoin, activity::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join_rev(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(learning())
        .filter(
            Condition::any()
                .add(product::Column::DueAt.is_null())
                .add(product::Column::DueAt.gt(now))
                .add(product::Column::Late.ne(product::LatePolicy::Refused)),
        )
        .filter(Expr::exists(handed_in()).not())
        .into_query();
    let both = tests.union(UnionType::All, products).to_owned();
    let until = || Expr::col(Alias::new("until"));
    let all = Query::select()
        .column(Asterisk)
        .from_subquery(both, Alias::new("open"))
        // What has no end comes last.
        .order_by_expr(until().is_null(), Order::Asc)
        .order_by_expr(until(), Order::Asc)
        .limit(most)
        .to_owned();
    OpenTask::find_by_statement(db.get_database_backend().build(&all)).all(db).await
}

/// A condition: the enrolment has an attempt that is over.
fn ended() -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(attempt::Entity)
        .and_where(
            Expr::col((attempt::Entity, attempt::Column::ExamId))
                .equals((exams::Entity, exams::Column::Id)),
        )
        .and_where(
            Expr::col((attempt::Entity, attempt::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(attempt::Column::State.ne(attempt::State::Open))
        .to_owned()
}

/// A condition: the enrolment has a submission whose last grading did not return it.
fn handed_in() -> SelectStatement {
    let of_it = |table: Alias| {
        Expr::col((table, grading::Column::SubmissionId))
            .equals((submission::Entity, submission::Column::Id))
    };
    let other = Alias::new("other");
    let last_word = Query::select()
        .expr(Expr::col((other.clone(), grading::Column::Id)).max())
        .from_as(grading::Entity, other.clone())
        .and_where(of_it(other))
        .to_owned();
    let back = Query::select()
        .expr(Expr::value(1))
        .from(grading::Entity)
        .and_where(of_it(Alias::new("grading")))
        .and_where(grading::Column::IsReturned.eq(true))
        .and_where(Expr::col((grading::Entity, grading::Column::Id)).eq(last_word))
        .to_owned();
    Query::select()
        .expr(Expr::value(1))
        .from(submission::Entity)
        .and_where(
            Expr::col((submission::Entity, submission::Column::ActivityId))
                .equals((activity::Entity, activity::Column::Id)),
        )
        .and_where(
            Expr::col((submission::Entity, submission::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(Expr::exists(back).not())
        .to_owned()
}

//! An attempt ends, by the person's hand or by the clock: what there is is scored, and the grade of
//! the activity is written where every grade is.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

use assessment_model::bank;
use assessment_model::commands::{GradeCause, record_grade};
use assessment_model::entity::activity;
use assessment_model::entity::grade_entry::Origin;
use assessment_model::rules::may_grade;
use cohorts_model::entity::cohort::{self, CohortId};
use history_model::commands::{Event, record};
use sign_in_model::entity::account::AccountId;
use sign_in_model::prelude::*;

use super::{ExamResult, attempt_of};
use crate::entity::attempt::{self, AttemptId, State};
use crate::entity::{attempt_item, exam};
use crate::policy::AttemptExam;
use crate::queries::last_answers;
use crate::rescoring;
use crate::rules::{AttemptScore, kept, may_answer, scored};

/// Hands an attempt in.
///
/// # Errors
/// Refused when it is over already; what ran out meanwhile is handed in as it is.
pub async fn submit(app: &App, permit: AttemptExam, number: i32) -> ExamResult<()> {
    let tx = app.db.begin().await?;
    let attempt = attempt_of(&tx, (*permit.exam(), *permit.enrolment(), number)).await?;
    match may_answer(attempt.state, attempt.ends_at, app.clock.now()) {
        Ok(()) => {
            end(&tx, app, attempt, State::Submitted).await?;
            tx.commit().await?;
            Ok(())
        }
        Err(refusal) => {
            if attempt.state == State::Open {
                end(&tx, app, attempt, State::Expired).await?;
                tx.commit().await?;
            }
            Err(Failure::Refused(refusal))
        }
    }
}

/// Hands in an attempt whose time is over, by a worker's hand or by whoever comes by. Nothing happens
/// to one that is over, or got more time meanwhile.
///
/// # Errors
/// The database's.
pub async fn expire(app: &App, id: AttemptId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let attempt = attempt::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    if let Some(attempt) = attempt
        && attempt.state == State::Open
        && attempt.ends_at <= app.clock.now()
    {
        end(&tx, app, attempt, State::Expired).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Scores a locked attempt and closes it, within its transaction.
pub(crate) async fn end(
    tx: &DatabaseTransaction,
    app: &App,
    attempt: attempt::Model,
    state: State,
) -> Result<(), AppError> {
    let items = attempt_item::Entity::find()
        .filter(attempt_item::Column::AttemptId.eq(attempt.id))
        .order_by_asc(attempt_item::Column::Position)
        .all(tx)
        .await?;
    let ids: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
    let bodies = bank::queries::versions(tx, &ids).await?;
    let answers = last_answers(tx, attempt.id).await?;
    let ways = rescoring::queries::standing(tx, &items).await?;
    let mut case = CaseStatement::new();
    let (mut sum, mut waits) = (0, Vec::new());
    for item in &items {
        let question = bodies.get(&item.question_version_id);
        let question = question
            .ok_or_else(|| AppError::Internal("a question of an attempt is gone".into()))?;
        let answer = answers.get(&item.position).map(|last| &last.answer);
        let earned = match item.rescoring_id.and_then(|id| ways.get(&id)) {
            Some(way) => rescoring::rules::scored(way, answer, item.points),
            None => scored(question, answer, item.points),
        };
        match earned {
            Some(earned) => {
                sum += earned;
                case = case.case(attempt_item::Column::Position.eq(item.position), earned);
            }
            None => waits.push(item.position),
        }
    }
    if waits.len() < items.len() {
        attempt_item::Entity::update_many()
            .col_expr(attempt_item::Column::Earned, Expr::Case(Box::new(case)))
            .filter(attempt_item::Column::AttemptId.eq(attempt.id))
            .exec(tx)
            .await?;
    }
    let ended = match state {
        State::Expired => attempt.ends_at,
        State::Open | State::Submitted => app.clock.now(),
    };
    let (exam, enrolment, author) = (attempt.exam_id, attempt.enrolment_id, attempt.account_id);
    let detail = json!({
        "attempt": attempt.id, "number": attempt.number, "state": state,
        "answered": answers.len(), "of": items.len(), "wait": waits.len(),
    });
    let mut row = attempt.into_active_model();
    row.state = Set(state);
    row.submitted_at = Set(Some(ended));
    row.points = Set(waits.is_empty().then_some(sum));
    row.update(tx).await?;
    let by = Author { account: (state == State::Submitted).then_some(author), request: None };
    let cohort = write_grade(tx, app, exam, enrolment, author).await?;
    let event = by.event(app.clock.now(), "assessment.end_attempt", ("exam", exam.0));
    Ok(record(tx, Event { cohort_id: Some(cohort.0), detail, ..event }).await?)
}

/// The grade of the activity follows from the attempts that are over. A cohort that was closed
/// meanwhile keeps the grades that it was closed with.
pub(crate) async fn write_grade(
    tx: &DatabaseTransaction,
    app: &App,
    exam: exam::ExamId,
    enrolment: enrolment_model::entity::enrolment::EnrolmentId,
    author: AccountId,
) -> Result<CohortId, AppError> {
    let (exam, activity) = exam::Entity::find_by_id(exam)
        .find_also_related(activity::Entity)
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let activity = activity.ok_or(AppError::NotFound)?;
    let results: Vec<AttemptScore> = attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(exam.id))
        .filter(attempt::Column::EnrolmentId.eq(enrolment))
        .filter(attempt::Column::State.ne(State::Open))
        .all(tx)
        .await?
        .into_iter()
        .map(|one| AttemptScore { number: one.number, points: one.points, of: one.of })
        .collect();
    // Whoever types grades holds this row too: of two who write one grade, both are kept in order.
    let cohort = cohort::Entity::find_by_id(activity.cohort_id).lock_exclusive().one(tx).await?;
    let cohort = cohort.ok_or(AppError::NotFound)?;
    if let (Some(tenths), Ok(())) =
        (kept(cohort.scale, exam.keep, &results), may_grade(cohort.stage))
    {
        let cause = GradeCause { origin: Origin::Test, author, reason: None };
        record_grade(tx, app, (activity.id, enrolment), tenths, cause).await?;
    }
    Ok(cohort.id)
}

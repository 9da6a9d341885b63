//! What a test asks and when; and more time for it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::{Value, json};

use assessment_model::entity::activity;
use assessment_model::rules::may_plan;
use capacities_model::entity::capacity;
use cohorts_model::entity::cohort;
use enrolment_model::queries::takes_part;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::ExamResult;
use crate::entity::attempt::{self, State};
use crate::entity::{exam, exam_line};
use crate::policy::Build;
use crate::queries::pool;
use crate::refusals::ExamRefusal;
use crate::rules::{ExamPlan, check_plan, check_window, ends_at, may_be_exam};

/// Makes the activity's test be exactly this, as long as nobody has begun it.
///
/// # Errors
/// Refused when it cannot be drawn from what is published, or is frozen.
pub async fn build(app: &App, permit: Build, plan: ExamPlan) -> ExamResult<exam::ExamId> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let (activity, cohort) = locked_activity(tx, &permit).await?;
    not_oneself(&work, cohort.id).await?;
    if !may_be_exam(activity.kind) {
        return refuse(ExamRefusal::NotATest);
    }
    if may_plan(cohort.stage).is_err() {
        return refuse(ExamRefusal::CohortClosed);
    }
    let codes: HashSet<&str> = plan.lines.iter().map(|line| line.capacity.as_str()).collect();
    let known: Vec<String> = capacity::Entity::find()
        .select_only()
        .column(capacity::Column::Code)
        .filter(capacity::Column::Code.is_in(codes.iter().copied()))
        .into_tuple()
        .all(tx)
        .await?;
    if known.len() != codes.len() {
        return refuse(ExamRefusal::UnknownCapacity);
    }
    check_plan(&plan, &pool(tx, &plan.lines).await?).map_err(Failure::Refused)?;

    let before = exam::Entity::find()
        .filter(exam::Column::ActivityId.eq(activity.id))
        .lock_exclusive()
        .one(tx)
        .await?;
    let mut row = exam::ActiveModel {
        activity_id: Set(activity.id),
        opens_at: Set(plan.opens),
        closes_at: Set(plan.closes),
        minutes: Set(plan.minutes),
        attempts: Set(plan.attempts),
        keep: Set(plan.keep),
        feedback: Set(plan.feedback),
        frozen_at: Set(None),
        ..Default::default()
    };
    let id = match before {
        Some(before) if before.frozen_at.is_some() => return refuse(ExamRefusal::Frozen),
        Some(before) => {
            exam_line::Entity::delete_many()
                .filter(exam_line::Column::ExamId.eq(before.id))
                .exec(tx)
                .await?;
            row.id = Set(before.id);
            row.update(tx).await?.id
        }
        None => row.insert(tx).await?.id,
    };
    let lines = (1..).zip(&plan.lines).map(|(position, line)| exam_line::ActiveModel {
        exam_id: Set(id),
        position: Set(position),
        capacity_code: Set(line.capacity.clone()),
        difficulty: Set(line.difficulty.map(Into::into)),
        question_count: Set(i32::try_from(line.count).unwrap_or(i32::MAX)),
        points: Set(line.points),
        ..Default::default()
    });
    exam_line::Entity::insert_many(lines).exec_without_returning(tx).await?;
    let subject = ("exam", id.0);
    work.record_in(cohort.id.0, "assessment.build_exam", subject, told(&plan)).await?;
    work.commit().await?;
    Ok(id)
}

/// What is frozen later is kept whole in history from the beginning.
fn told(plan: &ExamPlan) -> Value {
    let lines: Vec<Value> = plan
        .lines
        .iter()
        .map(|line| {
            json!({
                "capacity": line.capacity,
                "difficulty": line.difficulty,
                "count": line.count,
                "points": line.points,
            })
        })
        .collect();
    json!({
        "opens": plan.opens, "closes": plan.closes, "minutes": plan.minutes,
        "attempts": plan.attempts, "keep": plan.keep, "feedback": plan.feedback, "lines": lines,
    })
}

/// Opens earlier or closes later, also for those who are answering: an attempt that the closing cut
/// short gets the minutes that it had left.
///
/// # Errors
/// Refused when neither end moves outwards, or the cohort is closed.
pub async fn extend(
    app: &App,
    permit: Build,
    (opens, closes): (DateTime<Utc>, DateTime<Utc>),
    reason: String,
) -> ExamResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let (activity, cohort) = locked_activity(tx, &permit).await?;
    not_oneself(&work, cohort.id).await?;
    if may_plan(cohort.stage).is_err() {
        return refuse(ExamRefusal::CohortClosed);
    }
    let exam = exam::Entity::find()
        .filter(exam::Column::ActivityId.eq(activity.id))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let (old, new) = ((exam.opens_at, exam.closes_at), (opens, closes));
    check_window(old, new, app.clock.now()).map_err(Failure::Refused)?;
    let id = exam.id;
    let minutes = exam.minutes;
    let mut row = exam.into_active_model();
    row.opens_at = Set(opens);
    row.closes_at = Set(closes);
    row.update(tx).await?;
    let open = attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(id))
        .filter(attempt::Column::State.eq(State::Open))
        .lock_exclusive()
        .all(tx)
        .await?;
    for one in open {
        let ends = ends_at(one.started_at, minutes, closes);
        if ends != one.ends_at {
            let mut row = one.into_active_model();
            row.ends_at = Set(ends);
            row.update(tx).await?;
        }
    }
    let detail = json!({
        "from": { "opens": old.0, "closes": old.1 }, "to": { "opens": opens, "closes": closes },
        "reason": reason,
    });
    work.record_in(cohort.id.0, "assessment.extend_exam", ("exam", id.0), detail).await?;
    Ok(work.commit().await?)
}

/// Whoever answers a test neither asks it nor gives it more time (R80).
async fn not_oneself(work: &Work<'_>, cohort: cohort::CohortId) -> ExamResult<()> {
    match takes_part(&work.tx, work.by, cohort).await? {
        true => refuse(ExamRefusal::TakesPart),
        false => Ok(()),
    }
}

/// The activity, locked, and its cohort.
async fn locked_activity(
    tx: &sea_orm::DatabaseTransaction,
    permit: &Build,
) -> Result<(activity::Model, cohort::Model), AppError> {
    let activity = activity::Entity::find_by_id(*permit.activity())
        .filter(activity::Column::CohortId.eq(*permit.cohort()))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let cohort = cohort::Entity::find_by_id(*permit.cohort()).one(tx).await?;
    Ok((activity, cohort.ok_or(AppError::NotFound)?))
}

//! Begins an attempt: its questions are drawn and stored, and from then on the test is frozen.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde_json::json;

use assessment_model::bank;
use assessment_model::bank::entity::question_version::QuestionVersionId;
use assessment_model::entity::activity;
use cohorts_model::entity::cohort;
use enrolment_model::entity::enrolment;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use platform::secrets;
use questions::draw::{Seed, shown};
use sign_in_model::work::Work;

use super::finish::end;
use super::{ExamResult, attempt_of, locked};
use crate::entity::attempt::{self, State};
use crate::entity::{attempt_item, exam_line};
use crate::policy::AttemptExam;
use crate::queries::{line_of, pool};
use crate::refusals::ExamRefusal;
use crate::rescoring;
use crate::rules::{self, MILLION, PastAttempt, drawn};

/// Begins an attempt, or goes on with the one that is open; answers its number. Of two tabs that
/// begin at once, the second one goes on with the first one's.
///
/// # Errors
/// Refused outside the window, without a place or attempts, or when the bank has too little left.
pub async fn start(app: &App, permit: AttemptExam) -> ExamResult<i32> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, now) = (&work.tx, work.now);
    let exam = locked(tx, *permit.exam()).await?;
    let (_, cohort) = activity::Entity::find_by_id(exam.activity_id)
        .find_also_related(cohort::Entity)
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let cohort = cohort.ok_or(AppError::NotFound)?;
    let enrolment = enrolment::Entity::find_by_id(*permit.enrolment())
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let mut taken = attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(exam.id))
        .filter(attempt::Column::EnrolmentId.eq(enrolment.id))
        .order_by_asc(attempt::Column::Number)
        .all(tx)
        .await?;
    if let Some(open) = taken.iter_mut().find(|one| one.state == State::Open) {
        if now < open.ends_at {
            return Ok(open.number);
        }
        // Its time ran out and the worker has not come by.
        let held = attempt_of(tx, (exam.id, enrolment.id, open.number)).await?;
        if held.state == State::Open {
            end(tx, app, held, State::Expired).await?;
        }
        open.state = State::Expired;
    }
    let known: Vec<PastAttempt> =
        taken.iter().map(|one| PastAttempt { number: one.number, state: one.state }).collect();
    let number = rules::may_begin(
        (cohort.stage, enrolment.stage),
        (exam.opens_at, exam.closes_at),
        exam.attempts,
        &known,
        now,
    );
    let number = match number {
        Ok(number) => number,
        Err(refusal) => {
            // What ran out stays handed in.
            work.commit().await?;
            return refuse(refusal);
        }
    };
    let rows = exam_line::Entity::find()
        .filter(exam_line::Column::ExamId.eq(exam.id))
        .order_by_asc(exam_line::Column::Position)
        .all(tx)
        .await?;
    let lines: Vec<rules::BlueprintLine> = rows.iter().map(line_of).collect();
    let seed = secrets::number()?;
    let test = drawn(&lines, &pool(tx, &lines).await?, seed)
        .map_err(|_| Failure::Refused(ExamRefusal::CannotDraw))?;
    let ids: Vec<_> = test.iter().map(|one| QuestionVersionId(one.version)).collect();
    let bodies = bank::queries::versions(tx, &ids).await?;
    let taken_out = rescoring::queries::taken_out(tx, exam.id).await?;

    let of: i64 = test
        .iter()
        .filter_map(|one| lines.get(one.line))
        .map(|line| i64::from(line.points) * MILLION)
        .sum();
    let attempt = attempt::ActiveModel {
        exam_id: Set(exam.id),
        enrolment_id: Set(enrolment.id),
        number: Set(number),
        account_id: Set(work.account()?),
        seed: Set(seed.cast_signed()),
        started_at: Set(now),
        ends_at: Set(rules::ends_at(now, exam.minutes, exam.closes_at)),
        submitted_at: Set(None),
        state: Set(State::Open),
        points: Set(None),
        of: Set(of),
        ..Default::default()
    };
    let attempt = attempt.insert(tx).await?;
    let mut items = Vec::with_capacity(test.len());
    for (position, one) in (1..).zip(&test) {
        let version = QuestionVersionId(one.version);
        let (Some(row), Some(question)) = (rows.get(one.line), bodies.get(&version)) else {
            return refuse(ExamRefusal::CannotDraw);
        };
        items.push(attempt_item::ActiveModel {
            attempt_id: Set(attempt.id),
            position: Set(position),
            line_id: Set(row.id),
            question_version_id: Set(version),
            points: Set(row.points),
            shown: Set(json!(shown(question, version.0, Seed(seed))).to_string()),
            rescoring_id: Set(taken_out.get(&version).copied()),
            earned: Set(None),
            comment: Set(None),
            graded_by: Set(None),
            graded_at: Set(None),
        });
    }
    attempt_item::Entity::insert_many(items).exec_without_returning(tx).await?;
    let id = exam.id;
    if exam.frozen_at.is_none() {
        let mut row = exam.into_active_model();
        row.frozen_at = Set(Some(now));
        row.update(tx).await?;
    }
    let detail = json!({ "attempt": attempt.id, "number": number });
    work.record_in(cohort.id.0, "assessment.start_attempt", ("exam", id.0), detail).await?;
    work.commit().await?;
    Ok(number)
}

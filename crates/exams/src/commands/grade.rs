//! Grades open answers: a grader reads them and decides what they earn.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::json;

use assessment_model::bank;
use assessment_model::rules::may_grade;
use cohorts_model::entity::cohort;
use platform::app::App;
use platform::errors::{AppError, refuse};
use sign_in_model::work::Work;

use super::ExamResult;
use super::finish::write_grade;
use crate::entity::attempt::{self, State};
use crate::entity::attempt_item;
use crate::policy::Mark;
use crate::queries::last_answers;
use crate::refusals::ExamRefusal;
use crate::rules::{MILLION, scored};

/// What one open answer earns.
#[derive(Clone, Debug)]
pub struct OpenAnswerGrade {
    pub position: i32,
    /// Tenths of a point.
    pub tenths: i32,
    /// What the grader writes to the person.
    pub comment: Option<String>,
}

/// Writes what open answers earn. Grading again overwrites what was written, and history keeps both.
/// Returns whether the attempt has all its points now.
///
/// # Errors
/// Refused while the person answers, for a question that scores itself, and beyond its points.
pub async fn grade(app: &App, permit: Mark, all: Vec<OpenAnswerGrade>) -> ExamResult<bool> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, grader) = (&work.tx, work.account()?);
    let attempt = attempt::Entity::find_by_id(*permit.attempt()).lock_exclusive().one(tx).await?;
    let attempt = attempt.ok_or(AppError::NotFound)?;
    if attempt.state == State::Open {
        return refuse(ExamRefusal::StillOpen);
    }
    let cohort = cohort::Entity::find_by_id(*permit.cohort()).one(tx).await?;
    if cohort.is_none_or(|cohort| may_grade(cohort.stage).is_err()) {
        return refuse(ExamRefusal::CohortClosed);
    }
    let items = attempt_item::Entity::find()
        .filter(attempt_item::Column::AttemptId.eq(attempt.id))
        .all(tx)
        .await?;
    let ids: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
    let bodies = bank::queries::versions(tx, &ids).await?;
    let answers = last_answers(tx, attempt.id).await?;
    let mut items: HashMap<i32, attempt_item::Model> =
        items.into_iter().map(|item| (item.position, item)).collect();
    let mut changes = Vec::new();
    for one in all {
        let Some(item) = items.get_mut(&one.position) else {
            return refuse(ExamRefusal::NothingToGrade);
        };
        let question = bodies.get(&item.question_version_id);
        let answer = answers.get(&one.position).map(|last| &last.answer);
        let scores = |question| scored(question, answer, item.points).is_some();
        // What was given to everybody is nobody's to read any more.
        if item.rescoring_id.is_some() || question.is_none_or(scores) {
            return refuse(ExamRefusal::NothingToGrade);
        }
        if !(0..=item.points * 10).contains(&one.tenths) {
            return refuse(ExamRefusal::OutOfPoints);
        }
        let earned = Some(i64::from(one.tenths) * (MILLION / 10));
        if (item.earned, &item.comment) == (earned, &one.comment) {
            continue;
        }
        changes.push(json!({
            "position": one.position, "from": item.earned, "to": earned,
        }));
        item.earned = earned;
        item.comment = one.comment.clone();
        let mut row = item.clone().into_active_model();
        row.earned = Set(earned);
        row.comment = Set(one.comment);
        row.graded_by = Set(Some(grader));
        row.graded_at = Set(Some(work.now));
        row.update(tx).await?;
    }
    let sum: Option<i64> = items.values().map(|item| item.earned).sum();
    if changes.is_empty() {
        return Ok(sum.is_some());
    }
    let (exam, enrolment, id) = (attempt.exam_id, attempt.enrolment_id, attempt.id);
    let mut row = attempt.into_active_model();
    row.points = Set(sum);
    row.update(tx).await?;
    let cohort = write_grade(tx, app, exam, enrolment, grader).await?;
    let detail = json!({ "attempt": id, "changes": changes });
    work.record_in(cohort.0, "assessment.grade_attempt", ("exam", exam.0), detail).await?;
    work.commit().await?;
    Ok(sum.is_some())
}

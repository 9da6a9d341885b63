//! A sheet that was entered wrong: what changes is answered again, behind what was there.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::{Value, json};

use assessment_model::bank;
use assessment_model::rules::may_grade;
use platform::errors::{AppError, refuse};
use sign_in_model::work::Work;

use super::ExamPaperResult;
use super::enter::{ExamSheetEntry, LockedSheet, kept};
use crate::commands::write_grade;
use crate::entity::attempt::{self, AttemptId};
use crate::entity::attempt_answer;
use crate::queries::{items, last_answers};
use crate::refusals::ExamRefusal;
use crate::{rescoring, rules};

/// Answers what changed, question by question, with what each earned before and after. An open
/// answer that changed waits for a grader again; what was graded and did not change stays.
pub(super) async fn correct(
    work: &Work<'_>,
    locked_sheet: &LockedSheet,
    id: AttemptId,
    entry: &ExamSheetEntry,
) -> ExamPaperResult<Vec<Value>> {
    if may_grade(locked_sheet.cohort.stage).is_err() {
        return refuse(ExamRefusal::CohortClosed.into());
    }
    let tx = &work.tx;
    let attempt = attempt::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let attempt = attempt.ok_or(AppError::NotFound)?;
    let items = items(tx, id).await?;
    let ids: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
    let bodies = bank::queries::versions(tx, &ids).await?;
    let answers = last_answers(tx, id).await?;
    let ways = rescoring::queries::standing(tx, &items).await?;
    let mut earned: HashMap<i32, Option<i64>> =
        items.iter().map(|item| (item.position, item.earned)).collect();
    let mut changes = Vec::new();
    for item in items {
        let Some(mark) = entry.marks.iter().find(|mark| mark.position == item.position) else {
            continue;
        };
        let last = answers.get(&item.position);
        let same = match last {
            Some(last) => last.answer == mark.answer,
            None => mark.answer.is_empty(),
        };
        if same {
            continue;
        }
        let row = attempt_answer::ActiveModel {
            attempt_id: Set(id),
            position: Set(item.position),
            sequence: Set(last.map_or(0, |last| last.sequence) + 1),
            answer: Set(kept(&mark.answer)?),
            saved_at: Set(work.now),
        };
        attempt_answer::Entity::insert(row).exec_without_returning(tx).await?;
        let question = bodies.get(&item.question_version_id);
        let question = question
            .ok_or_else(|| AppError::Internal("a question of an attempt is gone".into()))?;
        let answer = Some(&mark.answer);
        let now_earned = match item.rescoring_id.and_then(|id| ways.get(&id)) {
            Some(way) => rescoring::rules::scored(way, answer, item.points),
            None => rules::scored(question, answer, item.points),
        };
        changes.push(json!({
            "position": item.position, "from": item.earned, "to": now_earned,
        }));
        earned.insert(item.position, now_earned);
        let mut row = item.into_active_model();
        row.earned = Set(now_earned);
        // Whoever graded had read something else.
        row.comment = Set(None);
        row.graded_by = Set(None);
        row.graded_at = Set(None);
        row.update(tx).await?;
    }
    let sum: Option<i64> = earned.values().copied().sum();
    let mut row = attempt.into_active_model();
    row.started_at = Set(entry.taken_at);
    row.ends_at =
        Set(rules::ends_at(entry.taken_at, locked_sheet.exam.minutes, locked_sheet.exam.closes_at));
    row.points = Set(sum);
    let attempt: attempt::Model = row.update(tx).await?;
    let author = work.account()?;
    write_grade(tx, work.app, locked_sheet.exam.id, attempt.enrolment_id, author).await?;
    Ok(changes)
}

//! Enters a sheet: it becomes an attempt, which is scored as any other.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

use assessment_model::entity::activity;
use cohorts_model::entity::cohort;
use enrolment_model::entity::enrolment;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use questions::Answer;
use sign_in_model::work::Work;

use super::{ExamPaperResult, correct};
use crate::commands::{end, locked};
use crate::entity::attempt::{self, AttemptId, State};
use crate::entity::{attempt_answer, attempt_item, exam};
use crate::paper::entity::{exam_form, exam_print, exam_sheet};
use crate::paper::policy::Enter;
use crate::paper::queries;
use crate::paper::refusals::PaperRefusal;
use crate::paper::rules::check_taken;
use crate::refusals::ExamRefusal;
use crate::rules::{self, MILLION, PastAttempt};

/// What the person marked on a sheet for one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetMark {
    pub position: i32,
    pub answer: Answer,
    /// The mark cannot be read.
    pub unread: bool,
}

/// A whole sheet as it was typed.
#[derive(Clone, Debug)]
pub struct ExamSheetEntry {
    /// How often it had been entered when its page was opened.
    pub seen: i32,
    pub taken_at: DateTime<Utc>,
    pub marks: Vec<SheetMark>,
    pub note: Option<String>,
    /// Why an entered sheet is corrected. `None` means that it is entered for the first time.
    pub reason: Option<String>,
}

/// What entering a sheet did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetEntryOutcome {
    New,
    /// This many answers changed.
    Corrected(usize),
}

/// A sheet whose row is locked, with its form, its test and its cohort.
pub(super) struct LockedSheet {
    pub sheet: exam_sheet::Model,
    pub form: exam_form::Model,
    pub exam: exam::Model,
    pub cohort: cohort::Model,
}

/// Enters a sheet, or corrects one that was entered: its attempt, its points and the grade follow.
///
/// # Errors
/// Refused when somebody entered it in between, outside the test's days, and whenever the person
/// could not have begun an attempt.
pub async fn enter(
    app: &App,
    permit: Enter,
    entry: ExamSheetEntry,
) -> ExamPaperResult<SheetEntryOutcome> {
    let work = Work::begin(app, permit.by()).await?;
    let locked_sheet = lock_sheet(&work.tx, &permit).await?;
    if locked_sheet.sheet.revision != entry.seen {
        return refuse(PaperRefusal::Overtaken);
    }
    let window = (locked_sheet.exam.opens_at, locked_sheet.exam.closes_at);
    if let Err(refusal) = check_taken(window, entry.taken_at, work.now) {
        return refuse(refusal);
    }
    let (exam, cohort) = (locked_sheet.exam.id, locked_sheet.cohort.id);
    let (action, done, attempt, changes) = match locked_sheet.sheet.attempt_id {
        Some(attempt) => {
            let changes = correct::correct(&work, &locked_sheet, attempt, &entry).await?;
            let done = SheetEntryOutcome::Corrected(changes.len());
            ("assessment.correct_sheet", done, attempt, json!(changes))
        }
        None => {
            let attempt = new_attempt(&work, &permit, &locked_sheet, &entry).await?;
            ("assessment.enter_sheet", SheetEntryOutcome::New, attempt, json!([]))
        }
    };
    let unread: Vec<i32> =
        entry.marks.iter().filter(|mark| mark.unread).map(|mark| mark.position).collect();
    let detail = json!({
        "sheet": locked_sheet.sheet.id, "attempt": attempt, "unread": unread, "changes": changes,
        "reason": entry.reason,
    });
    let revision = locked_sheet.sheet.revision + 1;
    let mut row = locked_sheet.sheet.into_active_model();
    row.enrolment_id = Set(Some(*permit.enrolment()));
    row.attempt_id = Set(Some(attempt));
    row.entered_at = Set(Some(work.now));
    row.entered_by = Set(Some(work.account()?));
    row.revision = Set(revision);
    row.unread = Set(json!(unread).to_string());
    row.note = Set(entry.note);
    row.update(&work.tx).await?;
    work.record_in(cohort.0, action, ("exam", exam.0), detail).await?;
    work.commit().await?;
    Ok(done)
}

/// Locks the test's row first, as the command that begins an attempt does, and then the sheet's.
async fn lock_sheet(tx: &DatabaseTransaction, permit: &Enter) -> Result<LockedSheet, AppError> {
    let found = exam_sheet::Entity::find_by_id(*permit.sheet())
        .find_also_related(exam_form::Entity)
        .one(tx)
        .await?;
    let Some((_, Some(form))) = found else { return Err(AppError::NotFound) };
    let print = exam_print::Entity::find_by_id(form.print_id).one(tx).await?;
    let exam = locked(tx, print.ok_or(AppError::NotFound)?.exam_id).await?;
    let sheet = exam_sheet::Entity::find_by_id(*permit.sheet()).lock_exclusive().one(tx).await?;
    let sheet = sheet.ok_or(AppError::NotFound)?;
    if sheet.enrolment_id.is_some_and(|whose| whose != *permit.enrolment()) {
        return Err(AppError::NotFound);
    }
    let (_, cohort) = activity::Entity::find_by_id(exam.activity_id)
        .find_also_related(cohort::Entity)
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let cohort = cohort.filter(|cohort| cohort.id == *permit.cohort());
    Ok(LockedSheet { sheet, form, exam, cohort: cohort.ok_or(AppError::NotFound)? })
}

/// The attempt of a sheet: the questions of its form, what was answered, handed in at once.
async fn new_attempt(
    work: &Work<'_>,
    permit: &Enter,
    locked_sheet: &LockedSheet,
    entry: &ExamSheetEntry,
) -> ExamPaperResult<AttemptId> {
    let tx = &work.tx;
    let exam = &locked_sheet.exam;
    let enrolment = enrolment::Entity::find_by_id(*permit.enrolment())
        .filter(enrolment::Column::CohortId.eq(locked_sheet.cohort.id))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let taken = attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(exam.id))
        .filter(attempt::Column::EnrolmentId.eq(enrolment.id))
        .order_by_asc(attempt::Column::Number)
        .all(tx)
        .await?;
    if taken.iter().any(|one| one.state == State::Open) {
        return refuse(PaperRefusal::Answering);
    }
    let known: Vec<PastAttempt> =
        taken.iter().map(|one| PastAttempt { number: one.number, state: one.state }).collect();
    let number = rules::may_begin(
        (locked_sheet.cohort.stage, enrolment.stage),
        (exam.opens_at, exam.closes_at),
        exam.attempts,
        &known,
        entry.taken_at,
    );
    let number = number.map_err(|refusal| Failure::Refused(person(refusal)))?;
    let items = queries::items(tx, &[locked_sheet.form.id]).await?;
    // What was corrected or taken out while the papers were away scores these answers too.
    let decided = queries::decided(tx, exam.id).await?;
    let of: i64 = items.iter().map(|item| i64::from(item.points) * MILLION).sum();
    let row = attempt::ActiveModel {
        exam_id: Set(exam.id),
        enrolment_id: Set(enrolment.id),
        number: Set(number),
        account_id: Set(work.account()?),
        seed: Set(locked_sheet.form.seed),
        started_at: Set(entry.taken_at),
        ends_at: Set(rules::ends_at(entry.taken_at, exam.minutes, exam.closes_at)),
        submitted_at: Set(None),
        state: Set(State::Open),
        points: Set(None),
        of: Set(of),
        ..Default::default()
    };
    let attempt = row.insert(tx).await?;
    let copied = items.iter().map(|item| attempt_item::ActiveModel {
        attempt_id: Set(attempt.id),
        position: Set(item.position),
        line_id: Set(item.line_id),
        question_version_id: Set(item.question_version_id),
        points: Set(item.points),
        shown: Set(item.shown.clone()),
        rescoring_id: Set(decided.get(&item.question_version_id).copied()),
        ..Default::default()
    });
    attempt_item::Entity::insert_many(copied).exec_without_returning(tx).await?;
    let given = entry.marks.iter().filter(|mark| {
        !mark.answer.is_empty() && items.iter().any(|item| item.position == mark.position)
    });
    let mut answers = Vec::new();
    for mark in given {
        answers.push(attempt_answer::ActiveModel {
            attempt_id: Set(attempt.id),
            position: Set(mark.position),
            sequence: Set(1),
            answer: Set(kept(&mark.answer)?),
            saved_at: Set(work.now),
        });
    }
    if !answers.is_empty() {
        attempt_answer::Entity::insert_many(answers).exec_without_returning(tx).await?;
    }
    let id = attempt.id;
    end(tx, work.app, attempt, State::Submitted).await?;
    Ok(id)
}

/// Returns an answer as JSON, as the table stores it.
pub(super) fn kept(answer: &Answer) -> Result<String, AppError> {
    serde_json::to_string(answer).map_err(|error| AppError::Internal(error.to_string()))
}

/// Turns the refusal of an attempt, which addresses the learner, into one for the person who types.
fn person(refusal: ExamRefusal) -> PaperRefusal {
    match refusal {
        ExamRefusal::NoAttemptsLeft { attempts } => PaperRefusal::NoAttemptsLeft { attempts },
        other => other.into(),
    }
}

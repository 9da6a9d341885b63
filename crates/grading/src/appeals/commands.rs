//! Asking, taking back and answering. A new grade is an entry like any other, beside the one before.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use serde_json::{Value, json};

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::CohortId;
use enrolment_model::attendees::recipient_of;
use enrolment_model::entity::enrolment;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::entity::grade_appeal::{self, AppealId, State};
use super::letters::{AppealAnswerLetter, AppealLetter};
use super::policy::{Answer, Appeal, TakeBack};
use super::rules::{self, AppealRefusal};
use crate::commands::{GradeCause, locked, record_grade};
use crate::entity::activity::{self, ActivityId};
use crate::entity::grade_entry::Origin;
use crate::queries::last_of;
use crate::reopening::queries::writing;

type AppealResult<T> = Result<T, Failure<AppealRefusal>>;

/// An activity of the cohort that was locked.
async fn activity_of(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    id: ActivityId,
) -> Result<activity::Model, AppError> {
    let activity = activity::Entity::find_by_id(id).one(tx).await?;
    activity.filter(|activity| activity.cohort_id == cohort).ok_or(AppError::NotFound)
}

/// The appeal as it is now, with its cohort locked; refused when it waits no more.
async fn waiting(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    id: AppealId,
) -> AppealResult<(grade_appeal::Model, activity::Model)> {
    let appeal = grade_appeal::Entity::find_by_id(id).one(tx).await?.ok_or(AppError::NotFound)?;
    let activity = activity_of(tx, cohort, appeal.activity_id).await?;
    match appeal.state {
        State::Open => Ok((appeal, activity)),
        _ => refuse(AppealRefusal::Decided),
    }
}

/// Asks that a grade be looked at again, and tells the coordination by letter.
///
/// # Errors
/// Refused when the days are over, one waits already, or it was answered.
pub async fn ask(app: &App, permit: Appeal, text: String) -> AppealResult<AppealId> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let cohort = locked(tx, *permit.cohort()).await?;
    let activity = activity_of(tx, cohort.id, *permit.activity()).await?;
    let enrolment = enrolment::Entity::find_by_id(*permit.enrolment())
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let entry = last_of(tx, (activity.id, enrolment.id)).await?.filter(|e| e.tenths.is_some());
    let others: Vec<State> = grade_appeal::Entity::find()
        .select_only()
        .column(grade_appeal::Column::State)
        .filter(grade_appeal::Column::EnrolmentId.eq(enrolment.id))
        .filter(grade_appeal::Column::ActivityId.eq(activity.id))
        .into_tuple()
        .all(tx)
        .await?;
    let given = entry.as_ref().map(|entry| entry.recorded_at);
    rules::may_ask(cohort.stage, enrolment.stage, given, others, work.now)
        .map_err(Failure::Refused)?;
    let Some(entry) = entry else { return refuse(AppealRefusal::NoGrade) };
    let row = grade_appeal::ActiveModel {
        activity_id: Set(activity.id),
        enrolment_id: Set(enrolment.id),
        entry_id: Set(entry.id),
        text: Set(text),
        asked_at: Set(work.now),
        asked_by: Set(work.account()?),
        state: Set(State::Open),
        ..Default::default()
    };
    let id = row.insert(tx).await?.id;
    note(&work, "assessment.appeal", (cohort.id, id), Value::Null).await?;
    let row = cohorts::queries::get(tx, cohort.id).await?;
    let letter = AppealLetter::new(id, &activity, &row);
    work.write_to_coordinators(&cohort.unit_code, &format!("appeal-{id}-"), &letter).await?;
    work.commit().await?;
    Ok(id)
}

/// The person no longer asks; the appeal stays.
///
/// # Errors
/// Refused when it was answered meanwhile.
pub async fn take_back(app: &App, permit: TakeBack) -> AppealResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await?;
    let (appeal, _) = waiting(&work.tx, cohort.id, *permit.appeal()).await?;
    let id = appeal.id;
    let mut row = appeal.into_active_model();
    row.state = Set(State::Withdrawn);
    row.decided_at = Set(Some(work.now));
    row.decided_by = Set(work.by.account);
    row.update(&work.tx).await?;
    note(&work, "assessment.take_appeal_back", (cohort.id, id), Value::Null).await?;
    Ok(work.commit().await?)
}

/// The decision about an appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealVerdict {
    /// The new grade. `None` means that the grade stays.
    pub tenths: Option<i32>,
    pub answer: String,
}

/// Answers, writes the new grade and the letter that tells the person, all at once. The cohort's row
/// is locked: of two who answer, the second is told that it is done.
///
/// # Errors
/// Refused when it was answered already, or the new grade cannot be written.
pub async fn answer(app: &App, permit: Answer, verdict: AppealVerdict) -> AppealResult<State> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, by) = (&work.tx, work.account()?);
    let cohort = locked(tx, *permit.cohort()).await?;
    let (appeal, activity) = waiting(tx, cohort.id, *permit.appeal()).await?;
    let cell = (appeal.activity_id, appeal.enrolment_id);
    let mut new = None;
    if let Some(tenths) = verdict.tenths {
        writing(tx, &cohort, work.now)
            .await?
            .map_err(|refusal| Failure::Refused(AppealRefusal::from(refusal)))?;
        let current = last_of(tx, cell).await?.and_then(|entry| entry.tenths);
        rules::may_change(cohort.scale, current, tenths).map_err(Failure::Refused)?;
        let reason = Some(verdict.answer.clone());
        let cause = GradeCause { origin: Origin::Appeal, author: by, reason };
        record_grade(tx, app, cell, tenths, cause).await?;
        new = last_of(tx, cell).await?.map(|entry| entry.id);
    }
    let state = if new.is_some() { State::Changed } else { State::Kept };
    let mut row = appeal.into_active_model();
    row.state = Set(state);
    row.decided_at = Set(Some(work.now));
    row.decided_by = Set(Some(by));
    row.answer = Set(Some(verdict.answer));
    row.new_entry_id = Set(new);
    let appeal = row.update(tx).await?;
    let about = json!({ "changed": new.is_some() });
    note(&work, "assessment.answer_appeal", (cohort.id, appeal.id), about).await?;
    if let Some(to) = recipient_of(tx, appeal.enrolment_id).await? {
        let row = cohorts::queries::get(tx, cohort.id).await?;
        let letter = AppealAnswerLetter::new(&appeal, &activity, &row);
        work.write_to(to, format!("appeal-answer-{}", appeal.id), &letter).await?;
    }
    work.commit().await?;
    Ok(state)
}

/// History knows that something was asked or answered, never what was said.
async fn note(
    work: &Work<'_>,
    action: &'static str,
    (cohort, appeal): (CohortId, AppealId),
    about: Value,
) -> Result<(), AppError> {
    let detail = json!({ "appeal": appeal, "about": about });
    work.record_in(cohort.0, action, ("cohort", cohort.0), detail).await
}

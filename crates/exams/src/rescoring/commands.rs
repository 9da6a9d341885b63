//! A question of a test scored anew: exactly what was shown, all of it or nothing.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde_json::json;

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_version;
use assessment_model::commands::{GradeCause, record_grade};
use assessment_model::entity::activity;
use assessment_model::entity::grade_entry::Origin;
use assessment_model::rules::may_grade;
use cohorts_model::entity::cohort;
use enrolment_model::queries::takes_part;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::entity::rescoring::{self, RescoringId};
use super::entity::rescoring_change;
use super::policy::Rescore;
use super::preview::{self, AnswerChange};
use super::queries::{Scoring, scoring};
use super::rules::RescoringRefusal;
use crate::entity::exam::{self, ExamId};
use crate::entity::{attempt, attempt_item};

/// Rows written with one statement.
const PORTION: usize = 200;

/// A decision to score a question anew, with the digest of the preview that it was based on.
#[derive(Clone, Debug)]
pub struct RescoringDecision {
    pub question: QuestionId,
    /// Whether the corrected version scores; otherwise everybody gets all points.
    pub corrected: bool,
    /// Whether people who would earn less keep what they had.
    pub keeps: bool,
    pub reason: String,
    /// [`preview::RescoringPreview::seen`].
    pub seen: String,
}

/// How many answers and grades a rescoring changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RescoringOutcome {
    /// Answers that earn otherwise now.
    pub answers: usize,
    /// People whose grade changed.
    pub grades: usize,
}

/// Scores every answer to a question of a test anew. Attempts that go on are scored so when they end.
///
/// # Errors
/// Refused for what cannot be scored so, when somebody handed in or decided in between, and when the
/// cohort's grades do not change any more.
pub async fn rescore(
    app: &App,
    permit: Rescore,
    decision: RescoringDecision,
) -> Result<RescoringOutcome, Failure<RescoringRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, author) = (&work.tx, work.account()?);
    // As whoever begins or hands in: the test, its attempts, and at last the cohort.
    let (exam, activity) = lock_attempts(tx, &permit).await?;
    let cohort = cohort::Entity::find_by_id(*permit.cohort()).lock_exclusive().one(tx).await?;
    let Some(cohort) = cohort.filter(|cohort| may_grade(cohort.stage).is_ok()) else {
        return refuse(RescoringRefusal::CohortClosed);
    };
    // It moves everybody's grade, one's own too (R80).
    if takes_part(tx, work.by, cohort.id).await? {
        return refuse(RescoringRefusal::TakesPart);
    }
    let all = preview::read(tx, &exam, &activity, decision.question, cohort.scale).await?;
    let Scoring { way, version } =
        scoring(tx, decision.question, decision.corrected, &all.items).await?;
    let preview = preview::compute(&all, &way, decision.keeps);
    if preview.does_nothing() {
        return refuse(RescoringRefusal::NothingToScore);
    }
    if preview.seen() != decision.seen {
        return refuse(RescoringRefusal::ChangedMeanwhile);
    }
    let row = rescoring::ActiveModel {
        exam_id: Set(exam.id),
        question_id: Set(decision.question),
        question_version_id: Set(version.map(|(id, _)| id)),
        keeps_points: Set(decision.keeps),
        reason: Set(decision.reason.clone()),
        author_account_id: Set(author),
        recorded_at: Set(work.now),
        ..Default::default()
    };
    let id = row.insert(tx).await?.id;
    write(tx, exam.id, (id, decision.question), &preview.changed).await?;
    let mut grades = 0;
    for (person, known) in &preview.people {
        if let (Some(tenths), false) = (known.grade.after, known.typed) {
            let reason = Some(decision.reason.clone());
            let cause = GradeCause { origin: Origin::Test, author, reason };
            let cell = (activity.id, *person);
            grades += usize::from(record_grade(tx, app, cell, tenths, cause).await?);
        }
    }
    let done = RescoringOutcome { answers: preview.changed.len(), grades };
    let detail = json!({
        "rescoring": id, "question": decision.question, "version": version.map(|(id, _)| id),
        "keeps": decision.keeps, "answers": done.answers, "grades": done.grades,
        "open": preview.open,
    });
    let subject = ("exam", exam.id.0);
    work.record_in(activity.cohort_id.0, "assessment.rescore", subject, detail).await?;
    work.commit().await?;
    Ok(done)
}

/// Locks the test's row and then every attempt's, in one order.
async fn lock_attempts(
    tx: &DatabaseTransaction,
    permit: &Rescore,
) -> Result<(exam::Model, activity::Model), AppError> {
    let activity = activity::Entity::find_by_id(*permit.activity()).one(tx).await?;
    let activity = activity.ok_or(AppError::NotFound)?;
    let exam = exam::Entity::find()
        .filter(exam::Column::ActivityId.eq(activity.id))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(exam.id))
        .order_by_asc(attempt::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok((exam, activity))
}

/// Answers take their decision, what they earn now and their attempts' sums.
async fn write(
    tx: &DatabaseTransaction,
    exam: ExamId,
    (id, question): (RescoringId, QuestionId),
    changed: &[AnswerChange<'_>],
) -> Result<(), AppError> {
    use attempt_item::Column;
    let versions = || {
        question_version::Entity::find()
            .select_only()
            .column(question_version::Column::Id)
            .filter(question_version::Column::QuestionId.eq(question))
            .into_query()
    };
    let attempts = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        .filter(attempt::Column::ExamId.eq(exam));
    attempt_item::Entity::update_many()
        .col_expr(Column::RescoringId, Expr::value(id.0))
        .filter(Column::QuestionVersionId.in_subquery(versions()))
        .filter(Column::AttemptId.in_subquery(attempts.into_query()))
        .exec(tx)
        .await?;
    for portion in changed.chunks(PORTION) {
        let ids = || portion.iter().map(|one| one.item.attempt);
        let (mut earned, mut points) = (CaseStatement::new(), CaseStatement::new());
        for one in portion {
            let attempt = one.item.attempt;
            earned = earned.case(Column::AttemptId.eq(attempt), one.earned.after);
            points = points.case(attempt::Column::Id.eq(attempt), one.points.after);
        }
        attempt_item::Entity::update_many()
            .col_expr(Column::Earned, Expr::Case(Box::new(earned)))
            .filter(Column::QuestionVersionId.in_subquery(versions()))
            .filter(Column::AttemptId.is_in(ids()))
            .exec(tx)
            .await?;
        attempt::Entity::update_many()
            .col_expr(attempt::Column::Points, Expr::Case(Box::new(points)))
            .filter(attempt::Column::Id.is_in(ids()))
            .exec(tx)
            .await?;
        let rows = portion.iter().filter_map(|one| {
            Some(rescoring_change::ActiveModel {
                rescoring_id: Set(id),
                attempt_id: Set(one.item.attempt),
                position: Set(one.item.position),
                previous_earned: Set(one.earned.before),
                earned: Set(one.earned.after?),
            })
        });
        rescoring_change::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

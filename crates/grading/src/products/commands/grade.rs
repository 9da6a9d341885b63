//! A version is graded or given back; the coordination decides where graders differ.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait};
use serde_json::json;

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use enrolment_model::attendees::recipient_of;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::AssignmentResult;
use crate::commands::{GradeCause, locked, record_grade};
use crate::entity::activity;
use crate::entity::grade_entry::Origin;
use crate::products::entity::submission::{self, SubmissionId};
use crate::products::entity::{grading, grading_mark, moderation};
use crate::products::letters::GradingLetter;
use crate::products::policy::{Moderate, Review};
use crate::products::queries::{Assignment, assignment, verdicts, versions};
use crate::products::refusals::ProductRefusal;
use crate::products::rules::{ProductGradeState, SubmissionState, may_work};

/// The level of one criterion, with a comment.
#[derive(Clone, Debug)]
pub struct CriterionGrade {
    /// From 0, as the rubric has them.
    pub level: usize,
    pub comment: Option<String>,
}

#[derive(Clone, Debug)]
pub enum ProductVerdict {
    /// One level for each criterion of the rubric.
    Grade { levels: Vec<CriterionGrade>, comment: Option<String> },
    /// The learner is asked to make it better.
    Return { comment: String },
}

/// The last version of a product, with the cohort's row locked.
struct LockedSubmission {
    cohort: cohort::Model,
    activity: activity::Model,
    asked: Assignment,
    version: submission::Model,
}

/// Locks the cohort and returns the last version of a product. Products of a cohort are graded one
/// after the other; a version is refused if the learner submitted a newer one.
async fn lock_submission(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    id: SubmissionId,
) -> AssignmentResult<LockedSubmission> {
    let cohort = locked(tx, cohort).await?;
    may_work(cohort.stage).map_err(Failure::Refused)?;
    let version = submission::Entity::find_by_id(id).one(tx).await?.ok_or(AppError::NotFound)?;
    let activity = activity::Entity::find_by_id(version.activity_id).one(tx).await?;
    let activity = activity.filter(|activity| activity.cohort_id == cohort.id);
    let activity = activity.ok_or(AppError::NotFound)?;
    let asked = assignment(tx, activity.id).await?.ok_or(AppError::NotFound)?;
    let all = versions(tx, activity.id, version.enrolment_id).await?;
    if all.last().is_none_or(|last| last.id != version.id) {
        return refuse(ProductRefusal::Superseded);
    }
    Ok(LockedSubmission { cohort, activity, asked, version })
}

/// Writes a grading. The grade of the activity follows once enough graders have graded and agree.
///
/// # Errors
/// Refused when a newer version came, the levels are not the rubric's, or the cohort is over.
pub async fn grade(
    app: &App,
    permit: Review,
    verdict: ProductVerdict,
) -> AssignmentResult<ProductGradeState> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let held = lock_submission(tx, *permit.cohort(), *permit.submission()).await?;
    let Some((rubric_id, rubric)) = &held.asked.rubric else {
        return refuse(ProductRefusal::LevelsUnknown);
    };
    let (tenths, comment, levels) = match verdict {
        ProductVerdict::Return { comment } => (None, Some(comment), Vec::new()),
        ProductVerdict::Grade { levels, comment } => {
            let chosen: Vec<usize> = levels.iter().map(|given| given.level).collect();
            let Some(tenths) = rubric.tenths(&chosen) else {
                return refuse(ProductRefusal::LevelsUnknown);
            };
            (Some(tenths), comment, levels)
        }
    };
    let row = grading::ActiveModel {
        submission_id: Set(held.version.id),
        rubric_id: Set(*rubric_id),
        grader_account_id: Set(work.account()?),
        is_returned: Set(tenths.is_none()),
        tenths: Set(tenths),
        comment: Set(comment),
        graded_at: Set(work.now),
        ..Default::default()
    };
    let id = row.insert(tx).await?.id;
    let rows = (0_i32..).zip(levels).map(|(criterion, given)| grading_mark::ActiveModel {
        grading_id: Set(id),
        criterion: Set(criterion),
        level: Set(i32::try_from(given.level).unwrap_or_default()),
        comment: Set(given.comment),
    });
    grading_mark::Entity::insert_many(rows).exec_without_returning(tx).await?;
    let stands = settled(&work, &held).await?;
    let detail = json!({
        "submission": held.version.id.0, "grading": id.0, "returned": tenths.is_none(),
    });
    let subject = ("activity", held.activity.id.0);
    work.record_in(held.cohort.id.0, "assessment.grade_product", subject, detail).await?;
    work.commit().await?;
    Ok(stands)
}

/// Writes the grade where graders differ.
///
/// # Errors
/// Refused when they do not, a newer version came, or the cohort is over.
pub async fn moderate(
    app: &App,
    permit: Moderate,
    tenths: i32,
    reason: String,
) -> AssignmentResult<ProductGradeState> {
    let work = Work::begin(app, permit.by()).await?;
    let held = lock_submission(&work.tx, *permit.cohort(), *permit.submission()).await?;
    let said = verdicts(&work.tx, vec![held.version.id]).await?;
    let before = said.grading(&held.asked.product, &held.version);
    let decided = said.moderated(held.version.id).is_some();
    if !decided && !matches!(before, ProductGradeState::Disputed { .. }) {
        return refuse(ProductRefusal::NothingToDecide);
    }
    let row = moderation::ActiveModel {
        submission_id: Set(held.version.id),
        tenths: Set(tenths),
        reason: Set(reason),
        moderator_account_id: Set(work.account()?),
        at: Set(work.now),
        ..Default::default()
    };
    row.insert(&work.tx).await?;
    let stands = settled(&work, &held).await?;
    let subject = ("activity", held.activity.id.0);
    let detail = json!({ "submission": held.version.id.0 });
    work.record_in(held.cohort.id.0, "assessment.moderate_product", subject, detail).await?;
    work.commit().await?;
    Ok(stands)
}

/// Records the grade of the activity if it is settled, and queues the letter to the learner.
async fn settled(work: &Work<'_>, held: &LockedSubmission) -> Result<ProductGradeState, AppError> {
    let LockedSubmission { cohort, activity, asked, version } = held;
    let Work { tx, app, .. } = work;
    let said = verdicts(tx, vec![version.id]).await?;
    let stands = said.grading(&asked.product, version);
    let returned = matches!(said.stand(version), SubmissionState::Returned { .. });
    if let (ProductGradeState::Settled { tenths }, false) = (stands, returned) {
        let cause = GradeCause { origin: Origin::Product, author: work.account()?, reason: None };
        record_grade(tx, app, (activity.id, version.enrolment_id), tenths, cause).await?;
    }
    if (returned || matches!(stands, ProductGradeState::Settled { .. }))
        && let Some(to) = recipient_of(tx, version.enrolment_id).await?
    {
        let row = cohorts::queries::get(tx, cohort.id).await?;
        let letter = GradingLetter::new(activity, version, returned, &row);
        let key = format!("product-{}-{}", version.id, app.clock.now().timestamp_micros());
        work.write_to(to, key, &letter).await?;
    }
    Ok(stands)
}

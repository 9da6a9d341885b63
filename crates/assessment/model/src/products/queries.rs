//! Products read for pages: what is asked for, what was handed in, what was said of it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use sign_in_model::entity::account::{self, AccountId};

use super::entity::grading::{self, GradingId};
use super::entity::moderation;
use super::entity::product::{self, Model as Product};
use super::entity::rubric::RubricId;
use super::entity::submission::{self, Model as Submission, SubmissionId};
use super::rules::{self, ProductGradeState, SubmissionState};
use crate::entity::activity::{self, ActivityId};

/// The last grading of one version by one grader.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GraderVerdict {
    pub id: GradingId,
    pub submission_id: SubmissionId,
    pub rubric_id: RubricId,
    pub grader_account_id: AccountId,
    pub grader: String,
    pub is_returned: bool,
    pub tenths: Option<i32>,
    pub comment: Option<String>,
    pub graded_at: DateTime<Utc>,
}

/// The last decision of the coordination about a version.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ModerationVerdict {
    pub submission_id: SubmissionId,
    pub tenths: i32,
    pub reason: String,
    pub moderator: String,
    pub at: DateTime<Utc>,
}

/// The verdicts on some versions: the last of each grader, and the last of the coordination.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    pub said: HashMap<SubmissionId, Vec<GraderVerdict>>,
    moderated: HashMap<SubmissionId, ModerationVerdict>,
}

impl Verdicts {
    /// Returns the gradings of a version in the order in which they were written.
    pub fn said(&self, of: SubmissionId) -> &[GraderVerdict] {
        self.said.get(&of).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn moderated(&self, of: SubmissionId) -> Option<&ModerationVerdict> {
        self.moderated.get(&of)
    }

    /// Tells whether the last grading returned the version.
    pub fn is_returned(&self, of: SubmissionId) -> bool {
        self.said(of).last().is_some_and(|said| said.is_returned)
    }

    pub fn stand(&self, version: &Submission) -> SubmissionState {
        let days_late = version.days_late;
        match self.said(version.id).last() {
            None => SubmissionState::Waits { days_late },
            Some(said) if said.is_returned => SubmissionState::Returned { days_late },
            Some(_) => SubmissionState::Graded,
        }
    }

    pub fn grading(&self, product: &Product, version: &Submission) -> ProductGradeState {
        let given: Vec<i32> = self.said(version.id).iter().filter_map(|said| said.tenths).collect();
        let decided = self.moderated(version.id).map(|moderated| moderated.tenths);
        rules::settle(product, &given, decided, version.days_late)
    }
}

/// Returns the verdicts on these versions. Two statements.
pub async fn verdicts(
    db: &impl ConnectionTrait,
    versions: Vec<SubmissionId>,
) -> Result<Verdicts, DbErr> {
    if versions.is_empty() {
        return Ok(Verdicts::default());
    }
    let said: Vec<GraderVerdict> = grading::Entity::find()
        .select_only()
        .columns([
            grading::Column::Id,
            grading::Column::SubmissionId,
            grading::Column::RubricId,
            grading::Column::GraderAccountId,
            grading::Column::IsReturned,
            grading::Column::Tenths,
            grading::Column::Comment,
            grading::Column::GradedAt,
        ])
        .column_as(account::Column::DisplayName, "grader")
        .join(JoinType::InnerJoin, grading::Relation::Grader.def())
        .filter(grading::Column::SubmissionId.is_in(versions.iter().copied()))
        .order_by_asc(grading::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let decided: Vec<ModerationVerdict> = moderation::Entity::find()
        .select_only()
        .columns([
            moderation::Column::SubmissionId,
            moderation::Column::Tenths,
            moderation::Column::Reason,
            moderation::Column::At,
        ])
        .column_as(account::Column::DisplayName, "moderator")
        .join(JoinType::InnerJoin, moderation::Relation::Moderator.def())
        .filter(moderation::Column::SubmissionId.is_in(versions))
        .order_by_asc(moderation::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let mut verdicts = Verdicts::default();
    for one in said {
        let all = verdicts.said.entry(one.submission_id).or_default();
        all.retain(|before| before.grader_account_id != one.grader_account_id);
        all.push(one);
    }
    for one in decided {
        verdicts.moderated.insert(one.submission_id, one);
    }
    Ok(verdicts)
}

/// Returns the activities that people of a cohort, or of one enrolment, have submitted to. One
/// statement.
pub async fn submitted(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    only: Option<EnrolmentId>,
) -> Result<HashSet<(ActivityId, EnrolmentId)>, DbErr> {
    let mut handed = submission::Entity::find()
        .select_only()
        .column(submission::Column::ActivityId)
        .column(submission::Column::EnrolmentId)
        .distinct()
        .join(JoinType::InnerJoin, submission::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(cohort));
    if let Some(only) = only {
        handed = handed.filter(submission::Column::EnrolmentId.eq(only));
    }
    let rows: Vec<(ActivityId, EnrolmentId)> = handed.into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

/// How far a learner's product is: its last version and the verdicts on it.
pub struct ProductProgress {
    pub product: Product,
    pub last: Option<Submission>,
    verdicts: Verdicts,
}

impl ProductProgress {
    /// Returns where the last version stands. `None` means that nothing was submitted.
    pub fn stand(&self) -> Option<SubmissionState> {
        self.last.as_ref().map(|last| self.verdicts.stand(last))
    }

    /// Tells whether its grade is settled.
    pub fn is_settled(&self) -> bool {
        let grading = self.last.as_ref().map(|last| self.verdicts.grading(&self.product, last));
        matches!(grading, Some(ProductGradeState::Settled { .. }))
    }

    /// Returns the comment of the last grading.
    pub fn comment(&self) -> Option<&str> {
        let said = self.verdicts.said(self.last.as_ref()?.id).last()?;
        said.comment.as_deref()
    }
}

/// Returns the products of an enrolment, by activity. Four statements at most.
pub async fn progress_of_enrolment(
    db: &impl ConnectionTrait,
    enrolment: &enrolment::Model,
) -> Result<HashMap<ActivityId, ProductProgress>, DbErr> {
    let asked = product::Entity::find()
        .join(JoinType::InnerJoin, product::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(enrolment.cohort_id))
        .all(db)
        .await?;
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let mut last: HashMap<ActivityId, Submission> = submission::Entity::find()
        .filter(submission::Column::EnrolmentId.eq(enrolment.id))
        .order_by_asc(submission::Column::Number)
        .all(db)
        .await?
        .into_iter()
        .map(|version| (version.activity_id, version))
        .collect();
    let verdicts = verdicts(db, last.values().map(|version| version.id).collect()).await?;
    Ok(asked
        .into_iter()
        .map(|product| {
            let last = last.remove(&product.activity_id);
            (product.activity_id, ProductProgress { product, last, verdicts: verdicts.clone() })
        })
        .collect())
}

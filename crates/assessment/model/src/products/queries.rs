//! Products read for pages: what is asked for, what was handed in, what was said of it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::{self as place, EnrolmentId};
use sign_in_model::entity::account::{self, AccountId};

use super::entity::grading::{self, GradingId};
use super::entity::moderation;
use super::entity::product::{self, Model as Product};
use super::entity::rubric::RubricId;
use super::entity::submission::{self, Model as Submission, SubmissionId};
use super::rules::{self, Grading, Stand};
use crate::entity::activity::{self, ActivityId};

/// What one grader said last of a version.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Said {
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

/// What the coordination decided of a version.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Moderated {
    pub submission_id: SubmissionId,
    pub tenths: i32,
    pub reason: String,
    pub moderator: String,
    pub at: DateTime<Utc>,
}

/// Everything that was said of some versions: the last of each grader and of the coordination.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    pub said: HashMap<SubmissionId, Vec<Said>>,
    moderated: HashMap<SubmissionId, Moderated>,
}

impl Verdicts {
    /// In the order in which they were said.
    pub fn said(&self, of: SubmissionId) -> &[Said] {
        self.said.get(&of).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn moderated(&self, of: SubmissionId) -> Option<&Moderated> {
        self.moderated.get(&of)
    }

    /// The last word is that it be made better.
    pub fn is_returned(&self, of: SubmissionId) -> bool {
        self.said(of).last().is_some_and(|said| said.is_returned)
    }

    pub fn stand(&self, version: &Submission) -> Stand {
        let days_late = version.days_late;
        match self.said(version.id).last() {
            None => Stand::Waits { days_late },
            Some(said) if said.is_returned => Stand::Returned { days_late },
            Some(_) => Stand::Graded,
        }
    }

    pub fn grading(&self, product: &Product, version: &Submission) -> Grading {
        let given: Vec<i32> = self.said(version.id).iter().filter_map(|said| said.tenths).collect();
        let decided = self.moderated(version.id).map(|moderated| moderated.tenths);
        rules::settle(product, &given, decided, version.days_late)
    }
}

/// What was said of these versions. Two statements.
pub async fn verdicts(
    db: &impl ConnectionTrait,
    versions: Vec<SubmissionId>,
) -> Result<Verdicts, DbErr> {
    if versions.is_empty() {
        return Ok(Verdicts::default());
    }
    let said: Vec<Said> = grading::Entity::find()
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
    let decided: Vec<Moderated> = moderation::Entity::find()
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

/// Who has handed something in, of a cohort or of one of its places. One statement.
pub async fn handed_in(
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

/// A product of one's own as a list shows it: its last version and what was said of it.
pub struct Made {
    pub product: Product,
    pub last: Option<Submission>,
    verdicts: Verdicts,
}

impl Made {
    /// What became of the last version.
    pub fn stand(&self) -> Option<Stand> {
        self.last.as_ref().map(|last| self.verdicts.stand(last))
    }

    /// Its grade stands.
    pub fn is_settled(&self) -> bool {
        let grading = self.last.as_ref().map(|last| self.verdicts.grading(&self.product, last));
        matches!(grading, Some(Grading::Settled { .. }))
    }

    /// What was said last of it.
    pub fn comment(&self) -> Option<&str> {
        let said = self.verdicts.said(self.last.as_ref()?.id).last()?;
        said.comment.as_deref()
    }
}

/// The products of a place, by activity. Four statements at most.
pub async fn of_place_all(
    db: &impl ConnectionTrait,
    place: &place::Model,
) -> Result<HashMap<ActivityId, Made>, DbErr> {
    let asked = product::Entity::find()
        .join(JoinType::InnerJoin, product::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(place.cohort_id))
        .all(db)
        .await?;
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let mut last: HashMap<ActivityId, Submission> = submission::Entity::find()
        .filter(submission::Column::EnrolmentId.eq(place.id))
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
            (product.activity_id, Made { product, last, verdicts: verdicts.clone() })
        })
        .collect())
}

//! What the pages of products read: the assignment, one learner's product, and its whole story.

pub use assessment_model::products::queries::*;

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use cohorts_model::entity::cohort;
use cohorts_model::queries::{CohortHead, cohort_head};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::learner;
use platform::entity::stored_file;
use platform::errors::AppError;
use sign_in_model::actor::Actor;

use super::entity::grading::{self, GradingId};
use super::entity::grading_mark;
use super::entity::product::{self, Model as Product};
use super::entity::rubric::{self, RubricId};
use super::entity::submission::{self, Model as Submission, SubmissionId};
use super::rules::Rubric;
use crate::entity::activity::{self, ActivityId, Kind};

/// The product that an activity asks for, with the rubric that counts.
#[derive(Clone, Debug)]
pub struct Assignment {
    pub product: Product,
    pub rubric: Option<(RubricId, Rubric)>,
}

/// The product of an activity, if the coordination asked for one. Two statements.
pub async fn assignment(
    db: &impl ConnectionTrait,
    activity: ActivityId,
) -> Result<Option<Assignment>, AppError> {
    let Some(product) = product::Entity::find_by_id(activity).one(db).await? else {
        return Ok(None);
    };
    let rubric = last_rubric(db, activity).await?;
    Ok(Some(Assignment { product, rubric: rubric.map(read_rubric).transpose()? }))
}

/// Returns the rubric that counts, which is the last one.
pub async fn last_rubric(
    db: &impl ConnectionTrait,
    activity: ActivityId,
) -> Result<Option<rubric::Model>, DbErr> {
    rubric::Entity::find()
        .filter(rubric::Column::ActivityId.eq(activity))
        .order_by_desc(rubric::Column::Number)
        .one(db)
        .await
}

/// Tells whether a grader graded by the rubric: then it may not change.
pub async fn is_used(db: &impl ConnectionTrait, id: RubricId) -> Result<bool, DbErr> {
    let used = grading::Entity::find().filter(grading::Column::RubricId.eq(id)).limit(1);
    Ok(used.one(db).await?.is_some())
}

/// # Errors
/// The row holds something else than a rubric, which is a defect.
pub fn read_rubric(row: rubric::Model) -> Result<(RubricId, Rubric), AppError> {
    let rubric = serde_json::from_str(&row.body)
        .map_err(|why| AppError::Internal(format!("rubric {}: {why}", row.id)))?;
    Ok((row.id, rubric))
}

/// An activity whose kind is product, for those who see its cohort; foreign and absent look alike.
pub async fn of_staff(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ActivityId,
) -> Result<(activity::Model, CohortHead), AppError> {
    let activity = activity::Entity::find_by_id(id)
        .filter(activity::Column::Kind.eq(Kind::Product))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let head = cohort_head(db, actor, activity.cohort_id).await?;
    super::policy::may_see(actor, &head.access)?;
    Ok((activity, head))
}

/// The levels that a grading gave, with what was said of each, by criterion.
pub async fn marks(
    db: &impl ConnectionTrait,
    gradings: Vec<GradingId>,
) -> Result<HashMap<GradingId, Vec<grading_mark::Model>>, DbErr> {
    let rows = grading_mark::Entity::find()
        .filter(grading_mark::Column::GradingId.is_in(gradings))
        .order_by_asc(grading_mark::Column::Criterion)
        .all(db)
        .await?;
    let mut marks: HashMap<GradingId, Vec<grading_mark::Model>> = HashMap::new();
    for row in rows {
        marks.entry(row.grading_id).or_default().push(row);
    }
    Ok(marks)
}

/// Returns the last version of each person of an activity. One statement.
pub async fn latest(
    db: &impl ConnectionTrait,
    activity: ActivityId,
) -> Result<HashMap<EnrolmentId, Submission>, DbErr> {
    let rows = submission::Entity::find()
        .filter(submission::Column::ActivityId.eq(activity))
        .order_by_asc(submission::Column::Number)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row)).collect())
}

/// Returns every version of one person's product, the oldest first.
pub async fn versions(
    db: &impl ConnectionTrait,
    activity: ActivityId,
    enrolment: EnrolmentId,
) -> Result<Vec<Submission>, DbErr> {
    submission::Entity::find()
        .filter(submission::Column::ActivityId.eq(activity))
        .filter(submission::Column::EnrolmentId.eq(enrolment))
        .order_by_asc(submission::Column::Number)
        .all(db)
        .await
}

/// One learner's product with its versions, gradings and moderation.
pub struct LearnerProduct {
    pub enrolment: enrolment::Model,
    pub cohort: cohort::Model,
    pub activity: activity::Model,
    pub asked: Assignment,
    /// The oldest version comes first.
    pub versions: Vec<Submission>,
    pub files: HashMap<SubmissionId, stored_file::Model>,
    pub verdicts: Verdicts,
    pub marks: HashMap<GradingId, Vec<grading_mark::Model>>,
}

/// Returns the product of the actor's own enrolment; foreign and absent look alike. Nine statements at
/// most.
pub async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (enrolment, activity): (EnrolmentId, ActivityId),
) -> Result<LearnerProduct, AppError> {
    let (enrolment, cohort) = enrolment_model::queries::find(db, actor, enrolment).await?;
    if actor.person != Some(enrolment.person_id.0) {
        return Err(AppError::NotFound);
    }
    let activity = activity::Entity::find_by_id(activity)
        .filter(activity::Column::CohortId.eq(cohort.id))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    of_enrolment(db, enrolment, cohort, activity).await
}

async fn of_enrolment(
    db: &impl ConnectionTrait,
    enrolment: enrolment::Model,
    cohort: cohort::Model,
    activity: activity::Model,
) -> Result<LearnerProduct, AppError> {
    let asked = assignment(db, activity.id).await?.ok_or(AppError::NotFound)?;
    let versions = versions(db, activity.id, enrolment.id).await?;
    let ids: Vec<SubmissionId> = versions.iter().map(|version| version.id).collect();
    let files = submission::Entity::find()
        .find_also_related(stored_file::Entity)
        .filter(submission::Column::Id.is_in(ids.iter().copied()))
        .filter(submission::Column::FileId.is_not_null())
        .all(db)
        .await?;
    let verdicts = verdicts(db, ids).await?;
    let gradings = verdicts.said.values().flatten().map(|said| said.id).collect();
    let marks = marks(db, gradings).await?;
    Ok(LearnerProduct {
        enrolment,
        cohort,
        activity,
        asked,
        versions,
        files: files.into_iter().filter_map(|(row, file)| Some((row.id, file?))).collect(),
        verdicts,
        marks,
    })
}

/// The file of a version, for those who work on the cohort and for its maker; foreign and absent
/// look alike. Those who read a roster do not read what its people made. Five statements.
pub async fn file_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SubmissionId,
) -> Result<(Submission, stored_file::Model), AppError> {
    let (version, enrolment) = seen(db, actor, id).await?;
    if actor.person != Some(enrolment.person_id.0) {
        let head = cohort_head(db, actor, enrolment.cohort_id).await?;
        if super::policy::may_see(actor, &head.access).is_err() {
            return Err(AppError::NotFound);
        }
    }
    let file = match version.file_id {
        Some(file) => stored_file::Entity::find_by_id(file).one(db).await?,
        None => None,
    };
    Ok((version, file.ok_or(AppError::NotFound)?))
}

/// Returns a version whose enrolment the actor sees.
async fn seen(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SubmissionId,
) -> Result<(Submission, enrolment::Model), AppError> {
    let found = submission::Entity::find_by_id(id)
        .filter(enrolment_model::policy::scope(actor))
        .find_also_related(enrolment::Entity)
        .one(db)
        .await?;
    match found {
        Some((version, Some(enrolment))) => Ok((version, enrolment)),
        _ => Err(AppError::NotFound),
    }
}

/// A version with its whole story, for those who work on its cohort.
pub struct SubmissionDetail {
    pub version: Submission,
    pub head: CohortHead,
    pub person: String,
    pub own: LearnerProduct,
}

/// A version, for those who work on the cohort; foreign and absent look alike. Fourteen statements
/// at most.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SubmissionId,
) -> Result<SubmissionDetail, AppError> {
    let (version, enrolment) = seen(db, actor, id).await?;
    let head = cohort_head(db, actor, enrolment.cohort_id).await?;
    super::policy::may_see(actor, &head.access)?;
    let person = learner(db, enrolment.id, Condition::all()).await?;
    let person = person.map(|person| person.name.full()).unwrap_or_default();
    let activity = activity::Entity::find_by_id(version.activity_id).one(db).await?;
    let activity = activity.ok_or(AppError::NotFound)?;
    let cohort = head.cohort.clone();
    let own = of_enrolment(db, enrolment, cohort, activity).await?;
    Ok(SubmissionDetail { version, head, person, own })
}

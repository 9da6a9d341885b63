//! Activities and grades read for pages, sheets and certificates.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::{CohortHead, cohort_head};
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::policy;
use enrolment_model::queries::{Learner, learner};
use platform::errors::AppError;
use platform::pager::ROWS;
use sign_in_model::actor::Actor;
use sign_in_model::entity::account;

use super::entity::activity::{self, ActivityId, Kind};
use super::entity::grade;
use super::entity::grade_entry::{self, GradeEntryId, Origin};
use super::exam::entity::{attempt, exam};
use super::products::entity::rubric;
use super::rules::{self, FinalGrade, WeightedGrade};

/// The key of a cell of the grade grid.
pub type GradeKey = (ActivityId, EnrolmentId);

/// The cohort's activities in order.
pub async fn activities(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<activity::Model>, DbErr> {
    activity::Entity::find()
        .filter(activity::Column::CohortId.eq(cohort))
        .order_by_asc(activity::Column::Position)
        .all(db)
        .await
}

/// An activity and how many have a grade of it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct GradedActivity {
    pub name: String,
    /// Percent of the final grade, 0 to 100.
    pub weight: i32,
    pub grades: i64,
}

/// The cohort's activities in order, with how many grades each has. One statement.
pub async fn graded_activities(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<GradedActivity>, DbErr> {
    use activity::Column;
    activity::Entity::find()
        .select_only()
        .columns([Column::Name, Column::Weight])
        .column_as(grade::Column::EnrolmentId.count(), "grades")
        .join_rev(JoinType::LeftJoin, grade::Relation::Activity.def())
        .filter(Column::CohortId.eq(cohort))
        .group_by(Column::Id)
        .group_by(Column::Name)
        .group_by(Column::Weight)
        .group_by(Column::Position)
        .order_by_asc(Column::Position)
        .into_model()
        .all(db)
        .await
}

/// Returns the grades that count, in tenths, of the whole cohort.
pub async fn grades(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<GradeKey, i32>, DbErr> {
    let rows: Vec<(ActivityId, EnrolmentId, i32)> = grade::Entity::find()
        .select_only()
        .column(grade::Column::ActivityId)
        .column(grade::Column::EnrolmentId)
        .column(grade::Column::Tenths)
        .join(JoinType::InnerJoin, grade::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(cohort))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(activity, enrolment, tenths)| ((activity, enrolment), tenths))
        .collect())
}

/// Returns where the last entry of each cell came from, also of cells whose grade was removed.
pub async fn origins(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<GradeKey, Origin>, DbErr> {
    let last = grade_entry::Entity::find()
        .select_only()
        .column_as(grade_entry::Column::Id.max(), "last")
        .join(JoinType::InnerJoin, grade_entry::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(cohort))
        .group_by(grade_entry::Column::ActivityId)
        .group_by(grade_entry::Column::EnrolmentId)
        .into_query();
    let rows: Vec<(ActivityId, EnrolmentId, Origin)> = grade_entry::Entity::find()
        .select_only()
        .column(grade_entry::Column::ActivityId)
        .column(grade_entry::Column::EnrolmentId)
        .column(grade_entry::Column::Origin)
        .filter(grade_entry::Column::Id.in_subquery(last))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(activity, enrolment, origin)| ((activity, enrolment), origin))
        .collect())
}

/// Computes a person's final grade from the cohort's activities and grades.
pub fn final_of(
    activities: &[activity::Model],
    grades: &HashMap<GradeKey, i32>,
    enrolment: EnrolmentId,
) -> FinalGrade {
    let parts: Vec<_> = activities
        .iter()
        .map(|activity| WeightedGrade {
            name: &activity.name,
            weight: activity.weight,
            tenths: grades.get(&(activity.id, enrolment)).copied(),
        })
        .collect();
    rules::final_grade(&parts)
}

/// Returns a person's grades in the pre-test and the post-test.
pub fn tests_of(
    activities: &[activity::Model],
    grades: &HashMap<GradeKey, i32>,
    enrolment: EnrolmentId,
) -> (Option<i32>, Option<i32>) {
    let of = |kind: Kind| {
        let test = activities.iter().find(|activity| activity.kind == kind)?;
        grades.get(&(test.id, enrolment)).copied()
    };
    (of(Kind::PreTest), of(Kind::PostTest))
}

async fn confirmed(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<EnrolmentId>, DbErr> {
    enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .into_tuple()
        .all(db)
        .await
}

/// Each confirmed person's final grade. Three statements.
pub async fn final_grades(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<EnrolmentId, FinalGrade>, DbErr> {
    let activities = activities(db, cohort).await?;
    let grades = grades(db, cohort).await?;
    let people = confirmed(db, cohort).await?;
    Ok(people.into_iter().map(|person| (person, final_of(&activities, &grades, person))).collect())
}

/// The cohort's paired gain over its confirmed people (R44). Three statements.
pub async fn cohort_gain(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    scale: GradeScale,
) -> Result<rules::CohortGain, DbErr> {
    let activities = activities(db, cohort).await?;
    let grades = grades(db, cohort).await?;
    let people = confirmed(db, cohort).await?;
    let tests = people.into_iter().map(|person| tests_of(&activities, &grades, person));
    Ok(rules::cohort_gain(scale, tests))
}

/// Tells whether anything was graded, answered or assigned on the cohort's scale. At most three
/// statements.
pub async fn has_work(db: &impl ConnectionTrait, cohort: CohortId) -> Result<bool, DbErr> {
    let activities = || {
        activity::Entity::find()
            .select_only()
            .column(activity::Column::Id)
            .filter(activity::Column::CohortId.eq(cohort))
            .into_query()
    };
    let graded = grade_entry::Entity::find()
        .filter(grade_entry::Column::ActivityId.in_subquery(activities()))
        .limit(1);
    let asked = rubric::Entity::find()
        .filter(rubric::Column::ActivityId.in_subquery(activities()))
        .limit(1);
    let answered = attempt::Entity::find()
        .join(JoinType::InnerJoin, attempt::Relation::Exam.def())
        .filter(exam::Column::ActivityId.in_subquery(activities()))
        .limit(1);
    Ok(graded.one(db).await?.is_some()
        || asked.one(db).await?.is_some()
        || answered.one(db).await?.is_some())
}

/// An entry of a grade with its author.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GradeEntryRow {
    pub id: GradeEntryId,
    pub activity: ActivityId,
    pub enrolment: EnrolmentId,
    pub tenths: Option<i32>,
    pub previous: Option<i32>,
    pub author: String,
    pub at: chrono::DateTime<chrono::Utc>,
}

/// Returns the entries of the cohort after a known one, in order.
pub async fn entries_after(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    after: GradeEntryId,
) -> Result<Vec<GradeEntryRow>, DbErr> {
    grade_entry::Entity::find()
        .select_only()
        .column(grade_entry::Column::Id)
        .column_as(grade_entry::Column::ActivityId, "activity")
        .column_as(grade_entry::Column::EnrolmentId, "enrolment")
        .column(grade_entry::Column::Tenths)
        .column_as(grade_entry::Column::PreviousTenths, "previous")
        .column_as(account::Column::DisplayName, "author")
        .column_as(grade_entry::Column::RecordedAt, "at")
        .join(JoinType::InnerJoin, grade_entry::Relation::Activity.def())
        .join(JoinType::InnerJoin, grade_entry::Relation::AuthorAccount.def())
        .filter(activity::Column::CohortId.eq(cohort))
        .filter(grade_entry::Column::Id.gt(after))
        .order_by_asc(grade_entry::Column::Id)
        .into_model::<GradeEntryRow>()
        .all(db)
        .await
}

/// A person's grade in one activity, with everything that was ever written of it.
#[derive(Clone, Debug)]
pub struct GradeStory {
    pub activity: activity::Model,
    pub head: CohortHead,
    pub enrolment: enrolment::Model,
    pub person: String,
    /// The newest first, at most a page of them.
    pub story: Vec<StoryEntry>,
}

/// An entry as the page of one grade tells it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StoryEntry {
    pub tenths: Option<i32>,
    pub previous: Option<i32>,
    pub author: String,
    pub at: chrono::DateTime<chrono::Utc>,
    pub origin: Origin,
    pub reason: Option<String>,
}

impl GradeStory {
    /// The grade that counts.
    pub fn tenths(&self) -> Option<i32> {
        self.story.first().and_then(|entry| entry.tenths)
    }
}

/// The last entry of a cell, which is the grade that counts; `doctor` compares them.
pub async fn last_of(
    db: &impl ConnectionTrait,
    (activity, enrolment): GradeKey,
) -> Result<Option<grade_entry::Model>, DbErr> {
    grade_entry::Entity::find()
        .filter(grade_entry::Column::ActivityId.eq(activity))
        .filter(grade_entry::Column::EnrolmentId.eq(enrolment))
        .order_by_desc(grade_entry::Column::Id)
        .one(db)
        .await
}

/// Returns every entry of one cell, the newest first.
pub async fn story(
    db: &impl ConnectionTrait,
    (activity, enrolment): GradeKey,
) -> Result<Vec<StoryEntry>, DbErr> {
    grade_entry::Entity::find()
        .select_only()
        .column(grade_entry::Column::Tenths)
        .column_as(grade_entry::Column::PreviousTenths, "previous")
        .column_as(account::Column::DisplayName, "author")
        .column_as(grade_entry::Column::RecordedAt, "at")
        .columns([grade_entry::Column::Origin, grade_entry::Column::Reason])
        .join(JoinType::InnerJoin, grade_entry::Relation::AuthorAccount.def())
        .filter(grade_entry::Column::ActivityId.eq(activity))
        .filter(grade_entry::Column::EnrolmentId.eq(enrolment))
        .order_by_desc(grade_entry::Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// Returns one grade for those who work on the cohort; foreign and absent look alike. Five statements.
pub async fn one(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (activity, enrolment): GradeKey,
) -> Result<GradeStory, AppError> {
    let activity = activity::Entity::find_by_id(activity).one(db).await?;
    let activity = activity.ok_or(AppError::NotFound)?;
    let head = cohort_head(db, actor, activity.cohort_id).await?;
    super::policy::may_see(actor, &head.access)?;
    let of_cohort = enrolment::Column::CohortId.eq(activity.cohort_id);
    let seen = Condition::all().add(policy::scope(actor)).add(of_cohort);
    let found = learner(db, enrolment, seen).await?;
    let Learner { enrolment, name } = found.ok_or(AppError::NotFound)?;
    let story = story(db, (activity.id, enrolment.id)).await?;
    Ok(GradeStory { activity, head, enrolment, person: name.full(), story })
}

/// Returns the cohort's last entry, or 0 when there is none. A form carries it to tell what its
/// writer had seen.
pub async fn last_entry(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<GradeEntryId, DbErr> {
    let last: Option<Option<GradeEntryId>> = grade_entry::Entity::find()
        .select_only()
        .column_as(grade_entry::Column::Id.max(), "last")
        .join(JoinType::InnerJoin, grade_entry::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(cohort))
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.flatten().unwrap_or(GradeEntryId(0)))
}

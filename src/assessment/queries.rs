//! Activities and grades read for pages, sheets and certificates.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use super::entity::activity::{self, ActivityId, Kind};
use super::entity::grade;
use super::entity::grade_entry::{self, GradeEntryId};
use super::rules::{self, FinalGrade, Part};
use crate::cohorts::entity::cohort::CohortId;
use crate::enrolment::entity::enrolment::{self, EnrolmentId};
use crate::sign_in::entity::account;

/// A cell of the grade grid.
pub type Cell = (ActivityId, EnrolmentId);

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

/// The grades that count, in tenths, of the whole cohort.
pub async fn grades(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<Cell, i32>, DbErr> {
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

/// A person's final grade from the cohort's activities and grades.
pub fn final_of(
    activities: &[activity::Model],
    grades: &HashMap<Cell, i32>,
    enrolment: EnrolmentId,
) -> FinalGrade {
    let parts: Vec<_> = activities
        .iter()
        .map(|activity| Part {
            name: &activity.name,
            weight: activity.weight,
            tenths: grades.get(&(activity.id, enrolment)).copied(),
        })
        .collect();
    rules::final_grade(&parts)
}

/// A person's grades in the pre-test and the post-test.
pub fn tests_of(
    activities: &[activity::Model],
    grades: &HashMap<Cell, i32>,
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
) -> Result<rules::CohortGain, DbErr> {
    let activities = activities(db, cohort).await?;
    let grades = grades(db, cohort).await?;
    let people = confirmed(db, cohort).await?;
    let tests = people.into_iter().map(|person| tests_of(&activities, &grades, person));
    Ok(rules::cohort_gain(tests))
}

/// An entry of a grade with its author.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Entry {
    pub id: GradeEntryId,
    pub activity: ActivityId,
    pub enrolment: EnrolmentId,
    pub tenths: Option<i32>,
    pub previous: Option<i32>,
    pub author: String,
    pub at: chrono::DateTime<chrono::Utc>,
}

/// Entries of the cohort after a known one, in order.
pub async fn entries_after(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    after: GradeEntryId,
) -> Result<Vec<Entry>, DbErr> {
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
        .into_model::<Entry>()
        .all(db)
        .await
}

/// The cohort's last entry; 0 when there is none. A form carries it to tell what its
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

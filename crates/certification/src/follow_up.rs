//! What follows and evaluates a cohort (R10): its tests and products with their grades.
//! Real rows, so that «Seguimiento y evaluación» can be missing.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter,
};

use assessment_model::entity::activity::ActivityId;
use assessment_model::queries as grades;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::follow_up::{FollowUp, FollowUpFuture};
use enrolment_model::entity::enrolment;
use platform::numbers::some;

/// Answers `cohorts`.
pub fn read(db: &DatabaseConnection, cohort: CohortId) -> FollowUpFuture<'_> {
    Box::pin(async move { follow_up(db, cohort).await })
}

/// Whether a course that is graded has people and no grade at all. Three statements at most.
pub async fn lacks_grades(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
) -> Result<bool, DbErr> {
    if cohort.pass_mark.is_none() {
        return Ok(false);
    }
    let people = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .count(db)
        .await?;
    Ok(people > 0 && follow_up(db, cohort.id).await?.done.is_empty())
}

/// Returns the follow-up of a cohort. Two statements.
pub async fn follow_up(db: &impl ConnectionTrait, cohort: CohortId) -> Result<FollowUp, DbErr> {
    let activities = grades::activities(db, cohort).await?;
    let mut given: HashMap<ActivityId, usize> = HashMap::new();
    for (activity, _) in grades::grades(db, cohort).await?.into_keys() {
        *given.entry(activity).or_default() += 1;
    }
    let mut found = FollowUp::default();
    for activity in &activities {
        found.planned.push(activity.name.clone());
        if let Some(count) = given.get(&activity.id) {
            let count = some(*count, "nota", "notas");
            found.done.push(format!("{}: {count}", activity.name));
        }
    }
    Ok(found)
}

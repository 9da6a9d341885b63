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
use cohorts_model::refusals::CohortRefusal;
use enrolment_model::entity::enrolment;
use platform::numbers::some;

use crate::refusals::CertificationRefusal;

/// Answers `cohorts`.
pub fn read(db: &DatabaseConnection, cohort: CohortId) -> FollowUpFuture<'_> {
    Box::pin(async move { follow_up(db, cohort).await })
}

/// Tells that a course that is graded has people and no grade at all, or what weighs in the final grade
/// without a grade of anybody. Three statements at most.
pub async fn lacks_grades(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
) -> Result<Option<CertificationRefusal>, DbErr> {
    if cohort.pass_mark.is_none() {
        return Ok(None);
    }
    let people = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .count(db)
        .await?;
    if people == 0 {
        return Ok(None);
    }
    let FollowUp { done, ungraded, .. } = follow_up(db, cohort.id).await?;
    Ok(match (done.is_empty(), ungraded.is_empty()) {
        (true, _) => Some(CertificationRefusal::NothingEvaluated),
        (false, true) => None,
        (false, false) => Some(CohortRefusal::Ungraded { names: ungraded }.into()),
    })
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
        match given.get(&activity.id) {
            Some(count) => {
                let count = some(*count, "nota", "notas");
                found.done.push(format!("{}: {count}", activity.name));
            }
            None if activity.weight > 0 => found.ungraded.push(activity.name.clone()),
            None => {}
        }
    }
    Ok(found)
}

//! What follows and evaluates a cohort (R10): its tests and products with their grades, and its survey.
//! Real rows, so that «Seguimiento y evaluación» can be missing.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter,
};

use assessment_model::queries::graded_activities;
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::follow_up::{FollowUp, FollowUpFuture, FollowUpSurvey};
use cohorts_model::refusals::CohortRefusal;
use enrolment_model::entity::enrolment;
use platform::dates;
use platform::numbers::some;
use surveys_model::entity::survey_version::Kind;
use surveys_model::queries::{in_use, round_of};
use surveys_model::rules::{SurveyStanding, standing};

use crate::refusals::CertificationRefusal;

/// Answers `cohorts`.
pub fn read<'a>(
    db: &'a DatabaseConnection,
    cohort: &'a cohort::Model,
    now: DateTime<Utc>,
) -> FollowUpFuture<'a> {
    Box::pin(async move {
        let survey = survey(db, cohort, now).await?;
        Ok(FollowUp { survey, ..graded(db, cohort.id).await? })
    })
}

/// Tells whether a course that is graded by nothing has neither a grade of anything nor a survey that was or
/// will be sent. What a graded one lacks is told by [`lacks_grades`]. Three statements at most.
pub async fn is_unfollowed(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    Ok(cohort.pass_mark.is_none()
        && survey(db, cohort, now).await?.is_none()
        && graded(db, cohort.id).await?.done.is_empty())
}

/// Tells that a course that is graded has people and no grade at all, or what weighs in the final grade
/// without a grade of anybody. Two statements at most.
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
    ungraded(db, cohort, people > 0).await
}

/// Tells the same where it is known whether the course has people. One statement at most.
pub async fn ungraded(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    has_people: bool,
) -> Result<Option<CertificationRefusal>, DbErr> {
    if cohort.pass_mark.is_none() || !has_people {
        return Ok(None);
    }
    let FollowUp { done, ungraded, .. } = graded(db, cohort.id).await?;
    Ok(match (done.is_empty(), ungraded.is_empty()) {
        (true, _) => Some(CertificationRefusal::NothingEvaluated),
        (false, true) => None,
        (false, false) => Some(CohortRefusal::Ungraded { names: ungraded }.into()),
    })
}

/// Returns the satisfaction survey: sent where its round opened, else planned where the round will open by
/// itself. The surveys of the months after are of what people apply, and no part of the minimum. Two
/// statements at most.
async fn survey(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<Option<FollowUpSurvey>, DbErr> {
    if let Some(round) = round_of(db, cohort.id, Kind::Satisfaction).await? {
        return Ok(Some(FollowUpSurvey::Sent { on: dates::bogota_date(round.opened_at) }));
    }
    match standing((cohort.stage, cohort.ends_on), None, None, now) {
        SurveyStanding::NotYet { from } if cohort.stage != Stage::Cancelled => {
            let version = in_use(db, Kind::Satisfaction).await?;
            Ok(version.map(|_| FollowUpSurvey::Planned { from }))
        }
        _ => Ok(None),
    }
}

/// Returns the tests and products of a cohort with their grades, without its survey. One statement.
async fn graded(db: &impl ConnectionTrait, cohort: CohortId) -> Result<FollowUp, DbErr> {
    let mut found = FollowUp::default();
    for activity in graded_activities(db, cohort).await? {
        found.planned.push(activity.name.clone());
        if activity.grades > 0 {
            let count = some(activity.grades, "nota", "notas");
            found.done.push(format!("{}: {count}", activity.name));
        } else if activity.weight > 0 {
            found.ungraded.push(activity.name);
        }
    }
    Ok(found)
}

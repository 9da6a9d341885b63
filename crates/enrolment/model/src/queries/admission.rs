//! What a course asks of the people who take part, and the facts of a person that meet it (R22).

use std::collections::HashSet;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use cohorts_model::entity::cohort;
use cohorts_model::queries::municipalities;
use courses_model::entity::course_version;
use courses_model::queries::{admission_of, latest_name};
use people_model::entity::person::PersonId;
use sign_in_model::entity::account;

use crate::eligibility::Requirements;
use crate::entity::enrolment::EnrolmentId;
use crate::entity::enrolment_exception;

/// Returns what the version of the cohort's course asks for, and which municipalities the cohort is for.
pub async fn requirements(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
) -> Result<Requirements, DbErr> {
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(db).await?;
    let admission = version.as_ref().map(admission_of).unwrap_or_default();
    let places = municipalities(db, cohort.id).await?;
    let prerequisite = match admission.prerequisite {
        Some(course) => latest_name(db, course).await?,
        None => None,
    };
    Ok(Requirements {
        admission,
        municipalities: places
            .into_iter()
            .map(|place| (place.code.clone(), place.full_name()))
            .collect(),
        prerequisite,
    })
}

/// Returns the exceptions by which a person was enrolled, the latest first, with the account that
/// made each.
pub async fn exceptions(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<(enrolment_exception::Model, Option<account::Model>)>, DbErr> {
    enrolment_exception::Entity::find()
        .find_also_related(account::Entity)
        .filter(enrolment_exception::Column::EnrolmentId.eq(enrolment))
        .order_by_desc(enrolment_exception::Column::Id)
        .limit(20)
        .all(db)
        .await
}

/// Returns which of these people hold a valid certificate of the required course, if there is one;
/// the caller bounds how many. Certificates come later on the map, so their table is named and not
/// used: this asks one question of it and never changes it.
pub async fn certified(
    db: &impl ConnectionTrait,
    asked: &Requirements,
    people: &[PersonId],
) -> Result<HashSet<PersonId>, DbErr> {
    let Some(course) = asked.admission.prerequisite else { return Ok(HashSet::new()) };
    let certificate = Alias::new("certificate");
    let person = Alias::new("person_id");
    let held = Query::select()
        .distinct()
        .expr_as(Expr::col((certificate.clone(), person.clone())), person.clone())
        .from(certificate.clone())
        .inner_join(
            cohort::Entity,
            Expr::col((cohort::Entity, cohort::Column::Id))
                .equals((certificate.clone(), Alias::new("cohort_id"))),
        )
        .inner_join(
            course_version::Entity,
            Expr::col((course_version::Entity, course_version::Column::Id))
                .equals((cohort::Entity, cohort::Column::CourseVersionId)),
        )
        .and_where(
            Expr::col((certificate.clone(), person)).is_in(people.iter().map(|person| person.0)),
        )
        .and_where(Expr::col((certificate, Alias::new("state"))).eq("active"))
        .and_where(
            Expr::col((course_version::Entity, course_version::Column::CourseId)).eq(course.0),
        )
        .to_owned();
    let rows = db.query_all(&held).await?;
    rows.iter().map(|row| row.try_get("", "person_id").map(PersonId)).collect()
}

//! The place of whoever makes a change in the cohort that it is about (R80).

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use cohorts_model::entity::cohort::CohortId;
use people_model::oneself::own_records;
use sign_in_model::actor::Author;

use crate::entity::enrolment::{self, Column, Stage};

/// The author's own enrolment in a cohort, whatever its stage. One statement; none for the product
/// itself.
///
/// # Errors
/// Those of the database.
pub async fn own_place(
    db: &impl ConnectionTrait,
    by: &Author,
    cohort: CohortId,
) -> Result<Option<enrolment::Model>, DbErr> {
    let Some(own) = own_records(by) else { return Ok(None) };
    enrolment::Entity::find()
        .filter(Column::CohortId.eq(cohort))
        .filter(Column::PersonId.in_subquery(own))
        .one(db)
        .await
}

/// Whether the author waits for a seat in a cohort: whatever frees one may give it to them.
///
/// # Errors
/// Those of the database.
pub async fn waits(
    db: &impl ConnectionTrait,
    by: &Author,
    cohort: CohortId,
) -> Result<bool, DbErr> {
    let place = own_place(db, by, cohort).await?;
    Ok(place.is_some_and(|place| place.stage == Stage::Waiting))
}

/// Whether the author takes part in a cohort: what decides about all of its people decides about them
/// too.
///
/// # Errors
/// Those of the database.
pub async fn takes_part(
    db: &impl ConnectionTrait,
    by: &Author,
    cohort: CohortId,
) -> Result<bool, DbErr> {
    let place = own_place(db, by, cohort).await?;
    Ok(place.is_some_and(|place| place.stage == Stage::Confirmed))
}

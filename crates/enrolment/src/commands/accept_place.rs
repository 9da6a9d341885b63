//! A person says that a place which somebody gave them is theirs (R80).

use sea_orm::{EntityTrait, QuerySelect};

use platform::errors::AppError;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use crate::acceptance::accept_places;
use crate::entity::enrolment;
use crate::policy::Accept;

/// Notes that the person keeps the place: from then on whoever gave it sees how to reach them. Pressed again
/// it changes nothing.
///
/// # Errors
/// Those of the database.
pub async fn accept_place(app: &App, permit: Accept) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let id = *permit.enrolment();
    let place = enrolment::Entity::find_by_id(id).lock_exclusive().one(&work.tx).await?;
    let place = place.ok_or(AppError::NotFound)?;
    if place.accepted_at.is_some() {
        return Ok(());
    }
    accept_places(&work.tx, [id], work.by.account, work.now).await?;
    let subject = ("enrolment", id.0);
    work.record_in(place.cohort_id.0, "enrolment.accept", subject, json!({})).await?;
    work.commit().await
}

//! A person says that a place which somebody gave them is theirs (R80).

use sea_orm::{EntityTrait, QuerySelect};

use people_model::commands::record_consent;
use people_model::queries::last_consent;
use people_model::rules::NOTICE_VERSION;
use platform::errors::refuse;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use crate::acceptance::accept_places;
use crate::entity::enrolment;
use crate::policy::Accept;
use crate::rules::EnrolmentRefusal;

/// Notes that the person keeps the place: from then on whoever gave it sees how to reach them. Somebody
/// whose data came with a list authorises by `consent`, which says how, for themselves (R71). Pressed
/// again it changes nothing.
///
/// # Errors
/// The person has yet to authorise the processing of what a list said of them.
pub async fn accept_place(
    app: &App,
    permit: Accept,
    consent: Option<&'static str>,
) -> Result<(), Failure<EnrolmentRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let id = *permit.enrolment();
    let place = enrolment::Entity::find_by_id(id).lock_exclusive().one(&work.tx).await?;
    let place = place.ok_or(AppError::NotFound)?;
    let last = last_consent(&work.tx, place.person_id).await?;
    if last.is_some_and(|given| given.is_of_list()) {
        let Some(channel) = consent else { return refuse(EnrolmentRefusal::ConsentNeeded) };
        record_consent(&work.tx, app, place.person_id, NOTICE_VERSION, channel).await?;
    }
    if place.accepted_at.is_none() {
        accept_places(&work.tx, [id], work.by.account, work.now).await?;
        let subject = ("enrolment", id.0);
        work.record_in(place.cohort_id.0, "enrolment.accept", subject, json!({})).await?;
    }
    Ok(work.commit().await?)
}

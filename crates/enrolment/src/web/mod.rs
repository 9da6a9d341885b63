//! Addresses of enrolment: asking for a place, one's own places, the coordination's lists.

mod adding;
mod answers;
mod asking;
mod lists;
mod own;
mod quotas;
mod registration;
mod seats;
mod several;

use sea_orm::EntityTrait;

use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::policy::runs;
use cohorts_model::queries::CohortRow;
use people_model::post_rules::is_career;
use people_model::queries::PostRow;
use sign_in_model::prelude::*;
use territory_model::entity::entity;

use super::queries;
use super::seating::SeatGroups;
use super::views::{EnrolmentHead, LateNotice, own_seat_line, seats_line};

pub fn routes() -> Vec<Route> {
    let mut all = asking::routes();
    all.extend(registration::routes());
    all.extend(answers::routes());
    all.extend(own::routes());
    all.extend(lists::routes());
    all.extend(adding::routes());
    all.extend(quotas::routes());
    all.extend(seats::routes());
    all.extend(several::routes());
    all.extend(super::nomination::routes());
    all.extend(super::catalogue::routes());
    all.extend(super::attribution::routes());
    all.extend(super::persons::routes());
    all.extend(super::import::routes());
    all
}

/// The seats that are left, or the turn in the waiting list, in a sentence.
pub(super) async fn seats_left(desk: &Desk<'_>, row: &CohortRow) -> Result<String, AppError> {
    let db = desk.app.db.read();
    let seating = queries::seating_now(db, &row.cohort).await?;
    let count = |seats: i32| u64::try_from(seats).unwrap_or(0);
    let waiting = queries::waiting_list_length(db, row.cohort.id).await?;
    Ok(seats_line(count(seating.free()), count(seating.open().free()), waiting))
}

/// [`seats_left`] for somebody who would take part with this post.
pub(super) async fn own_seat(
    desk: &Desk<'_>,
    row: &CohortRow,
    post: &PostRow,
) -> Result<String, AppError> {
    let db = desk.app.db.read();
    let entity = entity::Entity::find_by_id(post.post.entity_id).one(db).await?;
    let who = SeatGroups {
        municipality: Some(post.post.municipality_code.clone()),
        entity_kind: entity.map(|entity| entity.kind),
    };
    let is_carrera = is_career(&post.post);
    let forecast = queries::seat_forecast(db, &row.cohort, &who, is_carrera).await?;
    Ok(own_seat_line(forecast, is_carrera))
}

/// Tells whoever may say since when people count of those who came after sessions that were over at a moment.
pub(crate) async fn late_notice(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
    at: DateTime<Utc>,
) -> Result<Option<LateNotice>, AppError> {
    let stage = cohort.attendance_stage(desk.app.clock.now());
    let may =
        matches!(stage, Stage::Confirmed | Stage::Running) && runs(desk.actor()?, &cohort.into());
    if !may {
        return Ok(None);
    }
    let late = queries::late_seats(desk.app.db.read(), cohort.id, at).await?;
    Ok(late.map(|late| LateNotice::new(cohort.id, late)))
}

pub(super) fn head(row: &CohortRow) -> EnrolmentHead {
    EnrolmentHead::new(&row.cohort, &row.version.name, &row.unit_name)
}

//! Addresses of enrolment: asking for a place, one's own places, the coordination's lists.

mod adding;
mod answers;
mod asking;
mod lists;
mod own;
mod quotas;
mod registration;
mod seats;

use cohorts_model::queries::CohortRow;
use sign_in_model::prelude::*;

use super::queries;
use super::views::{EnrolmentHead, seats_line};

pub fn routes() -> Vec<Route> {
    let mut all = asking::routes();
    all.extend(registration::routes());
    all.extend(answers::routes());
    all.extend(own::routes());
    all.extend(lists::routes());
    all.extend(adding::routes());
    all.extend(quotas::routes());
    all.extend(seats::routes());
    all.extend(super::nomination::routes());
    all.extend(super::catalogue::routes());
    all.extend(super::attribution::routes());
    all.extend(super::persons::routes());
    all.extend(super::entities::routes());
    all.extend(super::import::routes());
    all
}

/// The seats that are left, or the turn in the waiting list, in a sentence.
pub(super) async fn seats_left(desk: &Desk<'_>, row: &CohortRow) -> Result<String, AppError> {
    let counts = queries::all_counts(desk.app.db.read(), row.cohort.id).await?;
    let seats = u64::try_from(row.cohort.seats).unwrap_or(0);
    Ok(seats_line(seats.saturating_sub(counts.seated()), counts.waiting))
}

pub(super) fn head(row: &CohortRow) -> EnrolmentHead {
    EnrolmentHead::new(&row.cohort, &row.version.name, &row.unit_name)
}

//! Seats of a published cohort: decided by enrolment, which knows who holds them.

use sea_orm::{DatabaseTransaction, IntoActiveModel, Set};

use platform::errors::refuse;

use super::{CohortResult, keep, locked};
use crate::entity::cohort::CohortId;
use crate::rules;

/// Writes the seats and the hours that an offer lasts inside the transaction of the caller, which has counted the confirmed
/// (R21), checked who may, and tells history. The cohort's row stays locked until it commits.
pub async fn set_seats(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    seats: i32,
    offer_hours: i32,
) -> CohortResult<()> {
    let seats = rules::seats(seats).or_else(refuse)?;
    let cohort = locked(tx, cohort).await?;
    rules::editable(cohort.stage).or_else(refuse)?;
    let mut row = cohort.into_active_model();
    row.seats = Set(seats);
    row.offer_hours = Set(offer_hours);
    keep(tx, row).await?;
    Ok(())
}

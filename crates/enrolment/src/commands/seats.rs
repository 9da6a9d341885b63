//! Changing the seats of a cohort: never below the confirmed (R21); new seats go to those who
//! wait, in the same transaction.

use serde_json::json;

use cohorts_model::commands::set_seats;
use cohorts_model::entity::cohort::CohortId;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};

use super::seat_ledger::SeatLedger;
use super::waiting_list::promote;
use crate::policy::ChangeSeats;
use crate::queries::seated_people;
use crate::rules::{self, EnrolmentRefusal, EnrolmentWindow};
use crate::seat_offers::HOURS;
use crate::seating::Reserve;

/// How many people fit, and how long a seat waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatPlan {
    pub seats: i32,
    /// Unsaid, they stay as they are.
    pub offer_hours: Option<i32>,
}

/// Sets the seats and returns how many people of the waiting list were offered or got one.
pub async fn change_seats(
    app: &App,
    permit: ChangeSeats,
    plan: SeatPlan,
) -> Result<usize, Failure<EnrolmentRefusal>> {
    let seats = plan.seats;
    let tx = app.db.begin().await?;
    let mut ledger = SeatLedger::lock(&tx, app, *permit.cohort()).await?;
    EnrolmentWindow::of(&ledger.cohort).may_change().map_err(Failure::Refused)?;
    ledger.not_oneself(&tx, permit.by()).await?;
    let reserves: Vec<Reserve> = ledger.quotas.iter().map(Reserve::from).collect();
    let seated = seated_people(&tx, ledger.cohort.id).await?;
    rules::may_have(seats, &reserves, seated).map_err(Failure::Refused)?;
    let before = ledger.cohort.seats;
    let hours_before = ledger.cohort.offer_hours;
    let hours = plan.offer_hours.unwrap_or(hours_before);
    if !HOURS.contains(&hours) {
        return refuse(EnrolmentRefusal::HoursOutOfRange);
    }
    if (before, hours_before) == (seats, hours) {
        // What the dates asked for is done all the same.
        tx.commit().await?;
        return Ok(0);
    }
    set_seats(&tx, ledger.cohort.id, seats, hours)
        .await
        .map_err(|failure| failure.map(|_| EnrolmentRefusal::SeatsOutOfRange))?;
    ledger.cohort.seats = seats;
    ledger.cohort.offer_hours = hours;
    let cohort = ledger.cohort.id.0;
    let event = permit.by().event(app.clock.now(), "enrolment.change_seats", ("cohort", cohort));
    let detail = json!({
        "from": before, "to": seats, "hours_from": hours_before, "hours_to": hours,
    });
    record(&tx, Event { cohort_id: Some(cohort), detail, ..event }).await?;
    ledger.recount(&tx).await?;
    let given = promote(&tx, app, &mut ledger).await?;
    tx.commit().await?;
    Ok(given)
}

/// Does what the dates of a cohort's seats ask for, as every verb does when it takes the lock;
/// for the worker.
pub async fn settle(app: &App, cohort: CohortId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    SeatLedger::lock(&tx, app, cohort).await?;
    tx.commit().await?;
    Ok(())
}

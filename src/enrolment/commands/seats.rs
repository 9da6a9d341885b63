//! Changing the seats of a cohort: never below the confirmed (R21); new seats go to those who
//! wait, in the same transaction.

use serde_json::json;

use super::ground::Ground;
use super::line::promote;
use crate::cohorts::commands::set_seats;
use crate::cohorts::entity::cohort::CohortId;
use crate::enrolment::policy::ChangeSeats;
use crate::enrolment::queries::seated_people;
use crate::enrolment::rules::{self, EnrolmentRefusal, Window};
use crate::enrolment::seating::Reserve;
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};

/// Sets the seats; answers how many of the waiting list got one.
pub async fn change_seats(
    app: &App,
    permit: ChangeSeats,
    seats: i32,
) -> Result<usize, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let mut ground = Ground::hold(&tx, app, *permit.cohort()).await?;
    Window::of(&ground.cohort).may_change().map_err(Failure::Refused)?;
    let reserves: Vec<Reserve> = ground.quotas.iter().map(Reserve::from).collect();
    let seated = seated_people(&tx, ground.cohort.id).await?;
    rules::may_have(seats, &reserves, seated).map_err(Failure::Refused)?;
    let before = ground.cohort.seats;
    if before == seats {
        return Ok(0);
    }
    set_seats(&tx, ground.cohort.id, seats)
        .await
        .map_err(|failure| failure.map(|_| EnrolmentRefusal::SeatsOutOfRange))?;
    ground.cohort.seats = seats;
    let event = Event {
        at: app.clock.now(),
        actor: permit.by().account.map(|account| account.0),
        request: permit.by().request.as_deref(),
        action: "enrolment.change_seats",
        subject_kind: "cohort",
        subject_id: ground.cohort.id.0,
        cohort_id: Some(ground.cohort.id.0),
        detail: json!({ "from": before, "to": seats }),
    };
    record(&tx, event).await?;
    ground.recount(&tx).await?;
    let given = promote(&tx, app, &mut ground).await?;
    tx.commit().await?;
    Ok(given)
}

/// Does what the dates of a cohort's seats ask for, as every verb does when it takes the lock;
/// for the worker.
pub async fn settle(app: &App, cohort: CohortId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    Ground::hold(&tx, app, cohort).await?;
    tx.commit().await?;
    Ok(())
}

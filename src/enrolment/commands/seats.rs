//! Changing the seats of a cohort: never below the confirmed (R21); new seats go to those who
//! wait, in the same transaction.

use serde_json::json;

use super::shared::{Ground, promote};
use crate::cohorts::commands::set_seats;
use crate::enrolment::policy::ChangeSeats;
use crate::enrolment::rules::{self, EnrolmentRefusal, Window};
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::Failure;

/// Sets the seats; answers how many of the waiting list got one.
pub async fn change_seats(
    app: &App,
    permit: ChangeSeats,
    seats: i32,
) -> Result<usize, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let mut ground = Ground::hold(&tx, *permit.cohort()).await?;
    Window::of(&ground.cohort).may_change().map_err(Failure::Refused)?;
    rules::may_have(seats, ground.confirmed).map_err(Failure::Refused)?;
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
    let given = promote(&tx, app, &ground).await?;
    tx.commit().await?;
    Ok(given)
}

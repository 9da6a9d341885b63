//! The move of the waiting list: free seats are offered to who is next (R20).

use std::collections::HashMap;

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};

use cohorts_model::entity::cohort::Stage as CohortStage;
use notices_model::commands::queue_all;
use people_model::entity::person;
use sign_in_model::prelude::*;

use super::seat_ledger::SeatLedger;
use super::seat_offers::{EnrolledPerson, offer};
use super::shared::{StageChange, accounts_of, dedupe_key, recipient, trace_all};
use crate::entity::enrolment::{self, EnrolmentId, Origin, Stage};
use crate::letters::{CohortSummary, FreedSeatLetter};
use crate::queries::waiters;
use crate::seating::next_of_waiting_list;
use crate::{rules, seat_offers};

/// People who get a seat with the same statements: a thousand new seats must not hold the
/// cohort's lock for thousands of them.
const AT_ONCE: usize = 100;

/// Offers or gives every free seat to the next person for it and returns how many seats went. The
/// author is the product itself: nobody chose these people.
pub async fn promote(
    tx: &DatabaseTransaction,
    app: &App,
    ledger: &mut SeatLedger,
) -> Result<usize, AppError> {
    if ledger.seating.is_full() || !rules::promotes(ledger.cohort.stage) {
        return Ok(0);
    }
    // With reservations, somebody far behind may be the only one who can use a seat.
    let most = match ledger.quotas.is_empty() {
        true => u64::try_from(ledger.seating.free()).unwrap_or(0),
        false => u64::MAX,
    };
    let waiting = waiters(tx, ledger.cohort.id, most).await?;
    let next = next_of_waiting_list(waiting, &mut ledger.seating);
    let Some(first) = next.first() else { return Ok(0) };
    let hours = ledger.cohort.offer_hours;
    let until = seat_offers::answer_until(app.clock.now(), hours, ledger.cohort.starts_on)
        .filter(|_| ledger.cohort.stage != CohortStage::Running);
    // Who has to answer first has nothing in their calendar yet.
    let about = match until {
        Some(_) => ledger.summary(tx, *first).await?,
        None => ledger.summary_with_sessions(tx, app, *first).await?,
    };
    for some in next.chunks(AT_ONCE) {
        give(tx, app, some, until, ledger.cohort.starts_on, &about).await?;
    }
    Ok(next.len())
}

/// Offers a seat to the people who can be asked and gives it to those who cannot: to a person
/// without any address, or to everybody when there is no time left to answer.
async fn give(
    tx: &DatabaseTransaction,
    app: &App,
    next: &[EnrolmentId],
    until: Option<DateTime<Utc>>,
    starts_on: NaiveDate,
    about: &CohortSummary,
) -> Result<(), AppError> {
    let waiting: Vec<EnrolledPerson> = enrolment::Entity::find()
        .find_also_related(person::Entity)
        .filter(enrolment::Column::Id.is_in(next.iter().copied()))
        .all(tx)
        .await?;
    let rows: Vec<&enrolment::Model> = waiting.iter().map(|(row, _)| row).collect();
    let accounts = accounts_of(tx, &rows).await?;
    let reached = |(_, person): &&EnrolledPerson| {
        person.as_ref().is_some_and(|one| recipient(one, accounts.get(&Some(one.id.0))).is_some())
    };
    let (reached, unreached): (Vec<&EnrolledPerson>, Vec<&EnrolledPerson>) =
        waiting.iter().partition(reached);
    // Who was put forward by their entity has not said yes: they are asked in any case.
    let nominee = |(row, _): &&EnrolledPerson| row.origin == Origin::Nomination;
    let (nominees, others): (Vec<&EnrolledPerson>, Vec<&EnrolledPerson>) =
        reached.into_iter().partition(nominee);
    let (asked, given) = match until {
        Some(_) => (others, unreached),
        None => (Vec::new(), others.into_iter().chain(unreached).collect()),
    };
    let latest = seat_offers::nomination_until(app.clock.now(), starts_on);
    for (some, until) in [(asked, until), (nominees, Some(latest))] {
        if let Some(until) = until
            && !some.is_empty()
        {
            let events = move_all(tx, app, &some, Stage::Offered).await?;
            offer(tx, app, &some, &events, until, about).await?;
        }
    }
    if given.is_empty() {
        return Ok(());
    }
    let events = move_all(tx, app, &given, Stage::Confirmed).await?;
    let letters = given.iter().filter_map(|(row, person)| {
        let person = person.as_ref()?;
        let to = recipient(person, accounts.get(&Some(person.id.0)))?;
        let about = CohortSummary { enrolment: row.id, ..about.clone() };
        Some((to, dedupe_key(*events.get(&row.id)?), FreedSeatLetter { about }))
    });
    queue_all(tx, app, letters.collect()).await
}

/// Moves people out of the waiting list, with their events and history; returns the event of each
/// enrolment.
async fn move_all(
    tx: &DatabaseTransaction,
    app: &App,
    people: &[&EnrolledPerson],
    to: Stage,
) -> Result<HashMap<EnrolmentId, i64>, DbErr> {
    let rows: Vec<&enrolment::Model> = people.iter().map(|(row, _)| row).collect();
    let (action, confirmed_at) = match to {
        Stage::Confirmed => ("enrolment.promote", Some(app.clock.now())),
        _ => ("enrolment.offer", None),
    };
    let moved = enrolment::ActiveModel {
        stage: Set(to),
        confirmed_at: Set(confirmed_at),
        counts_since: Set(None),
        ..Default::default()
    };
    enrolment::Entity::update_many()
        .set(moved)
        .filter(enrolment::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    let change = StageChange {
        action,
        from: Some(Stage::Waiting),
        to,
        by: &Author::system(),
        reason: None,
        cause: None,
    };
    trace_all(tx, app, &rows, change).await
}

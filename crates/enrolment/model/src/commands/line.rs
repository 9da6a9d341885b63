//! The move of the waiting list: free seats are offered to who is next (R20).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};

use cohorts_model::entity::cohort::Stage as CohortStage;
use notices_model::commands::queue_all;
use people_model::entity::person;
use platform::app::App;
use platform::errors::AppError;
use sign_in_model::actor::By;

use super::ground::Ground;
use super::offers::{Someone, offer};
use super::shared::{Move, accounts_of, dedupe_key, recipient, trace_all};
use crate::entity::enrolment::{self, EnrolmentId, Origin, Stage};
use crate::letters::{About, Freed};
use crate::queries::waiters;
use crate::seating::next_in_line;
use crate::{offers, rules};

/// People who get a seat with the same statements: a thousand new seats must not hold the
/// cohort's lock for thousands of them.
const AT_ONCE: usize = 100;

/// Offers or gives every free seat to who is next for it; answers how many were. The hand is the
/// product's own: nobody chose these people.
pub async fn promote(
    tx: &DatabaseTransaction,
    app: &App,
    ground: &mut Ground,
) -> Result<usize, AppError> {
    if ground.seating.is_full() || !rules::promotes(ground.cohort.stage) {
        return Ok(0);
    }
    // With reservations, somebody far behind may be the only one who can use a seat.
    let most = match ground.quotas.is_empty() {
        true => u64::try_from(ground.seating.free()).unwrap_or(0),
        false => u64::MAX,
    };
    let waiting = waiters(tx, ground.cohort.id, most).await?;
    let next = next_in_line(waiting, &mut ground.seating);
    let Some(first) = next.first() else { return Ok(0) };
    let hours = ground.cohort.offer_hours;
    let until = offers::answer_until(app.clock.now(), hours, ground.cohort.starts_on)
        .filter(|_| ground.cohort.stage != CohortStage::Running);
    // Who has to answer first has nothing in their calendar yet.
    let about = match until {
        Some(_) => ground.about(tx, *first).await?,
        None => ground.about_place(tx, app, *first).await?,
    };
    for some in next.chunks(AT_ONCE) {
        give(tx, app, some, until, ground.cohort.starts_on, &about).await?;
    }
    Ok(next.len())
}

/// Offers a seat to who can be asked and gives it to who cannot: somebody without any address,
/// or everybody when there is no time left to answer.
async fn give(
    tx: &DatabaseTransaction,
    app: &App,
    next: &[EnrolmentId],
    until: Option<DateTime<Utc>>,
    starts_on: NaiveDate,
    about: &About,
) -> Result<(), AppError> {
    let waiting: Vec<Someone> = enrolment::Entity::find()
        .find_also_related(person::Entity)
        .filter(enrolment::Column::Id.is_in(next.iter().copied()))
        .all(tx)
        .await?;
    let rows: Vec<&enrolment::Model> = waiting.iter().map(|(row, _)| row).collect();
    let accounts = accounts_of(tx, &rows).await?;
    let reached = |(_, person): &&Someone| {
        person.as_ref().is_some_and(|one| recipient(one, accounts.get(&Some(one.id.0))).is_some())
    };
    let (reached, unreached): (Vec<&Someone>, Vec<&Someone>) = waiting.iter().partition(reached);
    // Who was put forward by their entity has not said yes: they are asked in any case.
    let nominee = |(row, _): &&Someone| row.origin == Origin::Nomination;
    let (nominees, others): (Vec<&Someone>, Vec<&Someone>) = reached.into_iter().partition(nominee);
    let (asked, given) = match until {
        Some(_) => (others, unreached),
        None => (Vec::new(), others.into_iter().chain(unreached).collect()),
    };
    let latest = offers::nomination_until(app.clock.now(), starts_on);
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
        let about = About { enrolment: row.id, ..about.clone() };
        Some((to, dedupe_key(*events.get(&row.id)?), Freed { about }))
    });
    queue_all(tx, app, letters.collect()).await
}

/// Moves people of the waiting list on, with the traces of it; answers each one's event.
async fn move_all(
    tx: &DatabaseTransaction,
    app: &App,
    people: &[&Someone],
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
        ..Default::default()
    };
    enrolment::Entity::update_many()
        .set(moved)
        .filter(enrolment::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    let change = Move {
        action,
        from: Some(Stage::Waiting),
        to,
        by: &By::system(),
        reason: None,
        cause: None,
    };
    trace_all(tx, app, &rows, change).await
}

//! The move of the waiting list: free seats go to who is next (R20).

use std::collections::HashMap;

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};

use super::ground::Ground;
use super::shared::{Move, dedupe_key, recipient, trace_all};
use crate::enrolment::entity::enrolment::{self, EnrolmentId, Stage};
use crate::enrolment::letters::{About, Freed};
use crate::enrolment::queries::waiters;
use crate::enrolment::rules;
use crate::enrolment::seating::next_in_line;
use crate::notices::commands::queue_all;
use crate::people::entity::person;
use crate::platform::app::App;
use crate::platform::errors::AppError;
use crate::sign_in::actor::By;
use crate::sign_in::entity::account;

/// People who get a seat with the same statements: a thousand new seats must not hold the
/// cohort's lock for thousands of them.
const AT_ONCE: usize = 100;

/// Gives every free seat to who is next for it; answers how many were given. The hand is the
/// product's own: nobody chose these people.
pub(super) async fn promote(
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
    let about = ground.about(tx, *first).await?;
    for some in next.chunks(AT_ONCE) {
        confirm(tx, app, some, &about).await?;
    }
    Ok(next.len())
}

async fn confirm(
    tx: &DatabaseTransaction,
    app: &App,
    next: &[EnrolmentId],
    about: &About,
) -> Result<(), AppError> {
    let which = enrolment::Column::Id.is_in(next.iter().copied());
    let waiting = enrolment::Entity::find()
        .find_also_related(person::Entity)
        .filter(which.clone())
        .all(tx)
        .await?;
    let rows: Vec<&enrolment::Model> = waiting.iter().map(|(row, _)| row).collect();
    let confirmed = enrolment::ActiveModel {
        stage: Set(Stage::Confirmed),
        confirmed_at: Set(Some(app.clock.now())),
        ..Default::default()
    };
    enrolment::Entity::update_many().set(confirmed).filter(which).exec(tx).await?;
    let change = Move {
        action: "enrolment.promote",
        from: Some(Stage::Waiting),
        to: Stage::Confirmed,
        by: &By::system(),
        reason: None,
    };
    let events = trace_all(tx, app, &rows, change).await?;
    let people: Vec<i64> = rows.iter().map(|row| row.person_id.0).collect();
    let accounts: HashMap<Option<i64>, account::Model> = account::Entity::find()
        .filter(account::Column::PersonId.is_in(people))
        .all(tx)
        .await?
        .into_iter()
        .map(|account| (account.person_id, account))
        .collect();
    let letters = waiting.iter().filter_map(|(row, person)| {
        let person = person.as_ref()?;
        let to = recipient(person, accounts.get(&Some(person.id.0)))?;
        let about = About { enrolment: row.id, ..about.clone() };
        Some((to, dedupe_key(*events.get(&row.id)?), Freed { about }))
    });
    queue_all(tx, app, letters.collect()).await
}

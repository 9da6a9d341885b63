//! Brings the holdings of some people up to date, in the transaction that changed their facts.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set,
};

use people_model::entity::person::PersonId;
use people_model::subscribers::PERSON;
use platform::prelude::*;
use platform::subscribers::Subscriber;

use super::entity::holding::{self, HoldingId};
use super::facts::{self, AT_ONCE, PersonRecords};
use super::handover;
use super::rules::Holding;

/// The subscriber that keeps the ledger true with every change of a person.
pub fn subscriber() -> Subscriber {
    Subscriber {
        table: PERSON,
        on_change: |tx, app, ids| {
            Box::pin(async move {
                let difference = refresh(tx, app, ids).await?;
                handover::notice(tx, app, &difference).await
            })
        },
    }
}

/// What a refresh wrote: the rows that are no longer known (`closed`), and the holdings that are known
/// instead (`opened`).
#[derive(Debug, Default)]
pub struct LedgerDifference {
    pub closed: Vec<holding::Model>,
    pub opened: Vec<(PersonId, Holding)>,
}

/// Derives the holdings of these persons from nothing and writes how they differ from those known. A
/// bounded number of statements for each [`AT_ONCE`] persons.
///
/// # Errors
/// The database's.
pub async fn refresh(
    tx: &DatabaseTransaction,
    app: &App,
    ids: &[i64],
) -> Result<LedgerDifference, AppError> {
    let records = facts::locked(tx, ids).await?;
    let difference = difference(tx, &records).await?;
    write(tx, &difference, app.clock.now()).await?;
    Ok(difference)
}

/// Returns how the rows known of these records differ from those that follow from their posts and
/// certificates.
pub async fn difference(
    db: &impl ConnectionTrait,
    records: &PersonRecords,
) -> Result<LedgerDifference, DbErr> {
    let facts = facts::of(db, records).await?;
    let mut fresh: HashMap<PersonId, BTreeSet<Holding>> = HashMap::new();
    for (person, facts) in &facts {
        if records.get(person) == Some(&None) {
            fresh.insert(*person, facts.holdings().into_iter().collect());
        }
    }
    let mut difference = LedgerDifference::default();
    for row in known(db, records).await? {
        let same = fresh.get_mut(&row.person_id).is_some_and(|all| all.remove(&row.as_holding()));
        if !same {
            difference.closed.push(row);
        }
    }
    let mut opened: Vec<(PersonId, Holding)> = fresh
        .into_iter()
        .flat_map(|(person, all)| all.into_iter().map(move |one| (person, one)))
        .collect();
    opened.sort();
    difference.opened = opened;
    Ok(difference)
}

async fn known(
    db: &impl ConnectionTrait,
    records: &PersonRecords,
) -> Result<Vec<holding::Model>, DbErr> {
    let ids: Vec<PersonId> = records.keys().copied().collect();
    let mut rows = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let of_some = holding::Entity::find()
            .filter(holding::Column::PersonId.is_in(some.iter().copied()))
            .filter(holding::Column::KnownUntil.is_null());
        rows.extend(of_some.all(db).await?);
    }
    Ok(rows)
}

async fn write(
    tx: &DatabaseTransaction,
    difference: &LedgerDifference,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let closed: Vec<HoldingId> = difference.closed.iter().map(|row| row.id).collect();
    // A machine whose clock runs behind another's never ends a row before it began.
    let latest = difference.closed.iter().map(|row| row.known_from).max();
    let now = latest.map_or(now, |latest| latest.max(now));
    for some in closed.chunks(AT_ONCE) {
        holding::Entity::update_many()
            .set(holding::ActiveModel { known_until: Set(Some(now)), ..Default::default() })
            .filter(holding::Column::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    for some in difference.opened.chunks(AT_ONCE) {
        let rows = some.iter().map(|(person, one)| row(*person, one, now));
        holding::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(person: PersonId, one: &Holding, now: DateTime<Utc>) -> holding::ActiveModel {
    holding::ActiveModel {
        person_id: Set(person),
        capacity_code: Set(one.capacity.clone()),
        municipality_code: Set(one.municipality.clone()),
        certificate_id: Set(one.certificate),
        from_on: Set(one.from),
        last_on: Set(one.last),
        confirmed_until: Set(one.confirmed_until),
        began: Set(one.began),
        ended: Set(one.ended),
        known_from: Set(now),
        known_until: Set(None),
        ..Default::default()
    }
}

impl holding::Model {
    /// Returns the holding of the row, without the time during which it was known.
    pub fn as_holding(&self) -> Holding {
        Holding {
            capacity: self.capacity_code.clone(),
            municipality: self.municipality_code.clone(),
            certificate: self.certificate_id,
            from: self.from_on,
            last: self.last_on,
            confirmed_until: self.confirmed_until,
            began: self.began,
            ended: self.ended,
        }
    }
}

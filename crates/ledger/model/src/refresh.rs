//! What has changed of some persons is written, in the transaction of what changed it.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set,
};

use people_model::entity::person::PersonId;
use people_model::keepers::PERSON;
use platform::app::App;
use platform::errors::AppError;
use platform::keepers::Keeper;

use super::entity::holding::{self, HoldingId};
use super::facts::{self, AT_ONCE, Records};
use super::handover;
use super::rules::Holding;

/// What `assembly` puts where `people` asks for those who keep something of persons.
pub fn keeper() -> Keeper {
    Keeper {
        of: PERSON,
        keep: |tx, app, ids| {
            Box::pin(async move {
                let difference = refresh(tx, app, ids).await?;
                handover::notice(tx, app, &difference).await
            })
        },
    }
}

/// What a refresh wrote: what is no longer known, and what is known instead.
#[derive(Debug, Default)]
pub struct Difference {
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
) -> Result<Difference, AppError> {
    let records = facts::locked(tx, ids).await?;
    let difference = difference(tx, &records).await?;
    write(tx, &difference, app.clock.now()).await?;
    Ok(difference)
}

/// How what is known of these records differs from what follows of their posts and certificates.
pub async fn difference(db: &impl ConnectionTrait, records: &Records) -> Result<Difference, DbErr> {
    let facts = facts::of(db, records).await?;
    let mut fresh: HashMap<PersonId, BTreeSet<Holding>> = HashMap::new();
    for (person, facts) in &facts {
        if records.get(person) == Some(&None) {
            fresh.insert(*person, facts.holdings().into_iter().collect());
        }
    }
    let mut difference = Difference::default();
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

async fn known(db: &impl ConnectionTrait, records: &Records) -> Result<Vec<holding::Model>, DbErr> {
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
    difference: &Difference,
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
    /// What the row says, without since when it is known.
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

//! Reserving seats for a municipality or a kind of entity, and releasing them (R19): by hand or
//! when their day comes, always told to history.

use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, IntoActiveModel, Set};

use cohorts_model::entity::cohort;
use cohorts_model::queries::municipalities;
use cohorts_model::rules::editable;
use history_model::commands::{Event, record};
use sign_in_model::prelude::*;
use territory_model::queries::catalog;

use super::seat_ledger::SeatLedger;
use super::waiting_list::promote;
use crate::entity::seat_quota::{self, Kind, SeatQuotaId};
use crate::policy::ChangeSeats;
use crate::queries::seated_people;
use crate::rules::{self, EnrolmentRefusal, EnrolmentWindow};
use crate::seating::Reserve;

/// The seats that a group is to have reserved from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    pub kind: Kind,
    /// Code of one of the cohort's municipalities or of a kind of entity.
    pub key: String,
    /// 0 releases the seats that are kept for the group.
    pub seats: i32,
    pub release_on: Option<NaiveDate>,
}

/// Replaces the reservations that hold by these; a group that is not among them is released.
/// Returns how many people of the waiting list got a seat by it.
pub async fn reserve(
    app: &App,
    permit: ChangeSeats,
    wanted: Vec<Reservation>,
) -> Result<usize, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let mut ledger = SeatLedger::lock(&tx, app, *permit.cohort()).await?;
    EnrolmentWindow::of(&ledger.cohort).may_change().map_err(Failure::Refused)?;
    ledger.not_oneself(&tx, permit.by()).await?;
    let wanted: Vec<Reservation> = wanted.into_iter().filter(|one| one.seats > 0).collect();
    known(&tx, &ledger, &wanted).await?;
    let held = |one: &Reservation, quota: &seat_quota::Model| {
        (quota.kind, &quota.key) == (one.kind, &one.key)
    };
    for one in &wanted {
        let before = ledger.quotas.iter().find(|quota| held(one, quota));
        match one.release_on {
            // A day that was written before stays, whatever today is.
            Some(on) if before.is_none_or(|quota| quota.release_on != Some(on)) => {
                rules::release_ahead(on, app.clock.today()).map_err(Failure::Refused)?;
            }
            _ => {}
        }
    }
    let reserves: Vec<Reserve> = wanted
        .iter()
        .map(|one| Reserve { kind: one.kind, key: one.key.clone(), seats: one.seats })
        .collect();
    let seated = seated_people(&tx, ledger.cohort.id).await?;
    rules::may_reserve(ledger.cohort.seats, &reserves, seated).map_err(Failure::Refused)?;

    for quota in &ledger.quotas {
        if !wanted.iter().any(|one| held(one, quota)) {
            release_one(&tx, app, permit.by(), quota).await?;
        }
    }
    for one in wanted {
        let quota = ledger.quotas.iter().find(|quota| held(&one, quota));
        keep(&tx, app, &permit, one, quota).await?;
    }
    ledger.recount(&tx).await?;
    let given = promote(&tx, app, &mut ledger).await?;
    tx.commit().await?;
    Ok(given)
}

/// Refuses a group that does not exist: the page offers none, so the request was made up.
async fn known(
    tx: &DatabaseTransaction,
    ledger: &SeatLedger,
    wanted: &[Reservation],
) -> Result<(), AppError> {
    let places = municipalities(tx, ledger.cohort.id).await?;
    let kinds = catalog(tx, "entity_type").await?;
    let exists = |one: &Reservation| match one.kind {
        Kind::Municipality => places.iter().any(|place| place.code == one.key),
        Kind::EntityKind => kinds.iter().any(|kind| kind.value == one.key),
    };
    if wanted.iter().all(exists) { Ok(()) } else { Err(AppError::NotFound) }
}

async fn keep(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &ChangeSeats,
    one: Reservation,
    before: Option<&seat_quota::Model>,
) -> Result<(), DbErr> {
    let from = before.map(|quota| quota.seats);
    if before.is_some_and(|quota| (quota.seats, quota.release_on) == (one.seats, one.release_on)) {
        return Ok(());
    }
    let detail = json!({
        "kind": one.kind, "key": one.key, "from": from, "to": one.seats,
        "release_on": one.release_on,
    });
    let row = match before {
        Some(quota) => {
            let mut row = quota.clone().into_active_model();
            row.seats = Set(one.seats);
            row.release_on = Set(one.release_on);
            row.update(tx).await?
        }
        None => {
            let row = seat_quota::ActiveModel {
                cohort_id: Set(*permit.cohort()),
                kind: Set(one.kind),
                key: Set(one.key),
                seats: Set(one.seats),
                release_on: Set(one.release_on),
                created_at: Set(app.clock.now()),
                ..Default::default()
            };
            row.insert(tx).await?
        }
    };
    record(tx, told(app, permit.by(), "enrolment.reserve", &row, detail)).await
}

fn told<'a>(
    app: &App,
    by: &'a Author,
    action: &'static str,
    quota: &seat_quota::Model,
    detail: serde_json::Value,
) -> Event<'a> {
    Event {
        cohort_id: Some(quota.cohort_id.0),
        detail,
        ..by.event(app.clock.now(), action, ("seat_quota", quota.id.0))
    }
}

/// Opens the seats of a reservation to all and returns how many people of the waiting list got one.
pub async fn release(
    app: &App,
    permit: ChangeSeats,
    quota: SeatQuotaId,
) -> Result<usize, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let mut ledger = SeatLedger::lock(&tx, app, *permit.cohort()).await?;
    EnrolmentWindow::of(&ledger.cohort).may_change().map_err(Failure::Refused)?;
    ledger.not_oneself(&tx, permit.by()).await?;
    // Released meanwhile, or never of this cohort: nothing is left to do.
    let Some(quota) = ledger.quotas.iter().find(|held| held.id == quota) else {
        tx.commit().await?;
        return Ok(0);
    };
    release_one(&tx, app, permit.by(), quota).await?;
    ledger.recount(&tx).await?;
    let given = promote(&tx, app, &mut ledger).await?;
    tx.commit().await?;
    Ok(given)
}

/// Writes the release of one reservation, inside a larger verb.
pub async fn release_one(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    quota: &seat_quota::Model,
) -> Result<(), DbErr> {
    let mut row = quota.clone().into_active_model();
    row.released_at = Set(Some(app.clock.now()));
    row.released_by = Set(by.account);
    row.update(tx).await?;
    let detail = json!({ "kind": quota.kind, "key": quota.key, "seats": quota.seats });
    record(tx, told(app, by, "enrolment.release", quota, detail)).await
}

/// Releases the reservations whose day has come and returns whether there was any. A cohort that is
/// over keeps them as they were.
pub(super) async fn release_due(
    tx: &DatabaseTransaction,
    app: &App,
    cohort: &cohort::Model,
    quotas: &[seat_quota::Model],
) -> Result<bool, AppError> {
    if editable(cohort.stage).is_err() {
        return Ok(false);
    }
    let today = app.clock.today();
    let mut any = false;
    for quota in quotas.iter().filter(|quota| quota.release_on.is_some_and(|on| on <= today)) {
        release_one(tx, app, &Author::system(), quota).await?;
        any = true;
    }
    Ok(any)
}

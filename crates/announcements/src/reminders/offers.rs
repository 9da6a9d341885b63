//! People whose offered seat is about to lapse.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::queries::CohortRow;
use enrolment_model::attendees::{Attendee, attendees};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::entity::seat_offer::{Column, Entity, SeatOfferId};
use enrolment_model::links;
use enrolment_model::rules::promotes;
use notices_model::commands::{queue, without_letter};
use platform::prelude::*;

use super::AT_ONCE;
use super::letters::OfferEnding;
use super::rules::{OFFER_AHEAD, offer_reminder_at};

/// Most open offers of a cohort that are read; it has a thousand seats at most.
const MOST: u64 = 1_000;

/// Somebody who is to be reminded of their offer.
#[derive(Clone, Debug)]
pub struct OfferReminder {
    offer: SeatOfferId,
    person: Attendee,
    pub at: DateTime<Utc>,
    until: DateTime<Utc>,
}

#[derive(Debug, FromQueryResult)]
struct OpenOffer {
    id: SeatOfferId,
    enrolment_id: EnrolmentId,
    made_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

fn key(offer: SeatOfferId) -> String {
    format!("announcements/offer_ending/{offer}")
}

/// Returns whom of a cohort a reminder of their open offer is to reach, the first that lapses first. Three
/// statements.
///
/// # Errors
/// The database's.
pub async fn to_remind(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<Vec<OfferReminder>, DbErr> {
    if !promotes(cohort.stage) {
        return Ok(Vec::new());
    }
    let open: Vec<OpenOffer> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::EnrolmentId, Column::MadeAt, Column::ExpiresAt])
        .inner_join(enrolment::Entity)
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(Column::SettledAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .order_by_asc(Column::ExpiresAt)
        .order_by_asc(Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let open = without_letter(db, open, |offer| key(offer.id)).await?;
    let people = attendees(db, cohort.id, &[enrolment::Stage::Offered]).await?;
    let mut people: HashMap<EnrolmentId, Attendee> =
        people.into_iter().map(|person| (person.enrolment, person)).collect();
    Ok(open
        .into_iter()
        .filter_map(|offer| {
            Some(OfferReminder {
                offer: offer.id,
                at: offer_reminder_at(offer.made_at, offer.expires_at)?,
                until: offer.expires_at,
                person: people.remove(&offer.enrolment_id)?,
            })
        })
        .collect())
}

/// Whether somebody of a cohort is to be reminded by now.
pub(super) async fn is_due(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    Ok(to_remind(db, cohort, now).await?.iter().any(|one| one.at <= now))
}

/// The cohorts where an offer lapses soon.
pub(super) fn soon(now: DateTime<Utc>) -> Condition {
    let lapsing = Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .inner_join(enrolment::Entity)
        .filter(Column::SettledAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::ExpiresAt.lte(now + OFFER_AHEAD))
        .into_query();
    Condition::all()
        .add(cohort::Column::Id.in_subquery(lapsing))
        .add(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed, Stage::Running]))
}

/// Writes to those who are due.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    app: &App,
    row: &CohortRow,
) -> Result<(), AppError> {
    let now = app.clock.now();
    let all = to_remind(tx, &row.cohort, now).await?;
    for one in all.into_iter().filter(|one| one.at <= now).take(AT_ONCE) {
        let token = links::make(tx, one.person.enrolment, now, one.until).await?;
        let letter = OfferEnding::new(row, one.until, token);
        queue(tx, app, one.person.recipient(), key(one.offer), &letter).await?;
    }
    Ok(())
}

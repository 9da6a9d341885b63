//! People whose offered seat is about to lapse.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::queries::get;
use enrolment_model::attendees::{Attendee, attendees};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::entity::seat_offer::{Column, Entity, SeatOfferId};
use enrolment_model::links;
use enrolment_model::rules::promotes;
use notices_model::commands::{keys_known, queue};
use platform::prelude::*;
use platform::workers::Round;

use super::letters::OfferEnding;
use super::rules::{OFFER_AHEAD, offer_reminder_at};
use super::{AT_ONCE, COHORTS};

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
    let keys: Vec<String> = open.iter().map(|offer| key(offer.id)).collect();
    let known: HashSet<String> =
        keys_known(db, keys.iter().map(String::as_str)).await?.into_iter().collect();
    let people = attendees(db, cohort.id, &[enrolment::Stage::Offered]).await?;
    let mut people: HashMap<EnrolmentId, Attendee> =
        people.into_iter().map(|person| (person.enrolment, person)).collect();
    let open = open.into_iter().filter(|offer| !known.contains(&key(offer.id)));
    Ok(open
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

async fn due(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<Vec<OfferReminder>, DbErr> {
    let mut all = to_remind(db, cohort, now).await?;
    all.retain(|one| one.at <= now);
    Ok(all)
}

/// Reminds people of one cohort, if any of them are due.
///
/// # Errors
/// The database's, and that of a template.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    for cohort in ending(app.db.read(), now).await? {
        if !due(app.db.read(), &cohort, now).await?.is_empty() {
            remind(app, cohort.id).await?;
            return Ok(Round::More);
        }
    }
    Ok(Round::Idle)
}

/// The cohorts where an offer lapses soon.
async fn ending(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<cohort::Model>, DbErr> {
    let soon = Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .inner_join(enrolment::Entity)
        .filter(Column::SettledAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::ExpiresAt.lte(now + OFFER_AHEAD))
        .into_query();
    cohort::Entity::find()
        .filter(cohort::Column::Id.in_subquery(soon))
        .filter(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed, Stage::Running]))
        .order_by_asc(cohort::Column::Id)
        .limit(COHORTS)
        .all(db)
        .await
}

async fn remind(app: &App, id: CohortId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    // Two instances take turns, and the second finds nobody; whoever answered meanwhile is left alone.
    cohort::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let row = get(&tx, id).await?;
    let now = app.clock.now();
    for one in due(&tx, &row.cohort, now).await?.into_iter().take(AT_ONCE) {
        let token = links::make(&tx, one.person.enrolment, now, one.until).await?;
        let letter = OfferEnding::new(&row, one.until, token);
        queue(&tx, app, one.person.recipient(), key(one.offer), &letter).await?;
    }
    Ok(tx.commit().await?)
}

//! Offers: made to who is next, answered by the person, or run out (R20).

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};

use notices_model::commands::{queue, queue_all};
use people_model::commands::record_consent;
use people_model::entity::{consent, person, post};
use people_model::queries::last_consent;
use people_model::rules::NOTICE_VERSION;
use platform::errors::{AppError, Failure, refuse};
use platform::{dates, secrets};
use sign_in_model::prelude::*;

use super::enrol_many::except;
use super::seat_ledger::SeatLedger;
use super::shared::{
    LetterTopic, StageChange, accounts_of, dedupe_key, invite_person, recipient, tell, trace,
    trace_all,
};
use super::waiting_list::promote;
use crate::entity::enrolment::{self, EnrolmentId, Origin, Stage};
use crate::entity::enrolment_event::Cause;
use crate::entity::seat_offer;
use crate::letters::{CohortSummary, LapsedOfferLetter, NominationLetter, SeatOfferLetter};
use crate::policy::AnswerOffer;
use crate::queries::{Rulebook, exceptions, facts_of};
use crate::rulebook::{CautionAnswer, ExceptionRecord, NameReader};
use crate::rules::{self, EnrolmentRefusal, EnrolmentWindow};

/// Offers that ran out and are settled with the same statements.
const AT_ONCE: u64 = 200;

/// An enrolment with its person, as both lists and letters need them.
pub type EnrolledPerson = (enrolment::Model, Option<person::Model>);

/// Makes the offers of people whose rows were just moved to `offered` and writes to them;
/// `events` are the numbers of their events.
pub(super) async fn offer(
    tx: &DatabaseTransaction,
    app: &App,
    people: &[&EnrolledPerson],
    events: &HashMap<EnrolmentId, i64>,
    until: DateTime<Utc>,
    about: &CohortSummary,
) -> Result<(), AppError> {
    let rows: Vec<&enrolment::Model> = people.iter().map(|(row, _)| row).collect();
    let accounts = accounts_of(tx, &rows).await?;
    let (mut offers, mut letters) = (Vec::new(), Vec::new());
    for (row, person) in people {
        let token = secrets::token()?;
        offers.push(new_offer(app, row.id, &token, until));
        let to = person.as_ref().and_then(|one| recipient(one, accounts.get(&Some(one.id.0))));
        if let (Some(to), Some(event)) = (to, events.get(&row.id)) {
            let about = CohortSummary { enrolment: row.id, ..about.clone() };
            let letter = SeatOfferLetter { about, until: dates::long_with_time(until), token };
            letters.push((to, dedupe_key(*event), letter));
        }
    }
    seat_offer::Entity::insert_many(offers).exec_without_returning(tx).await?;
    queue_all(tx, app, letters).await
}

/// Makes the offer of a person whose entity put them forward, and writes to them.
pub async fn offer_nomination(
    tx: &DatabaseTransaction,
    app: &App,
    someone: &EnrolledPerson,
    event: i64,
    until: DateTime<Utc>,
    about: CohortSummary,
    entity: &str,
) -> Result<(), AppError> {
    let (row, person) = someone;
    let token = secrets::token()?;
    new_offer(app, row.id, &token, until).insert(tx).await?;
    let accounts = accounts_of(tx, &[row]).await?;
    let to = person.as_ref().and_then(|one| recipient(one, accounts.get(&Some(one.id.0))));
    let Some(to) = to else { return Ok(()) };
    let until = dates::long_with_time(until);
    let letter = NominationLetter { about, until, entity: entity.to_owned(), token };
    queue(tx, app, to, dedupe_key(event), &letter).await
}

fn new_offer(
    app: &App,
    enrolment: EnrolmentId,
    token: &str,
    until: DateTime<Utc>,
) -> seat_offer::ActiveModel {
    seat_offer::ActiveModel {
        enrolment_id: Set(enrolment),
        token_hash: Set(secrets::digest(token)),
        made_at: Set(app.clock.now()),
        expires_at: Set(until),
        ..Default::default()
    }
}

/// Settles the open offers of these enrolments.
pub async fn close_offers(
    tx: &DatabaseTransaction,
    app: &App,
    which: &[EnrolmentId],
) -> Result<(), DbErr> {
    let settled =
        seat_offer::ActiveModel { settled_at: Set(Some(app.clock.now())), ..Default::default() };
    seat_offer::Entity::update_many()
        .set(settled)
        .filter(seat_offer::Column::EnrolmentId.is_in(which.iter().copied()))
        .filter(seat_offer::Column::SettledAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes back the offers that ran out and returns whether there was any.
pub(super) async fn expire_due(
    tx: &DatabaseTransaction,
    app: &App,
    ledger: &SeatLedger,
) -> Result<bool, AppError> {
    let mut any = false;
    loop {
        let now = app.clock.now();
        let late: Vec<EnrolmentId> = seat_offer::Entity::find()
            .inner_join(enrolment::Entity)
            .select_only()
            .column(seat_offer::Column::EnrolmentId)
            .filter(enrolment::Column::CohortId.eq(ledger.cohort.id))
            .filter(seat_offer::Column::SettledAt.is_null())
            .filter(seat_offer::Column::ExpiresAt.lte(now))
            .order_by_asc(seat_offer::Column::Id)
            .limit(AT_ONCE)
            .into_tuple()
            .all(tx)
            .await?;
        if late.is_empty() {
            return Ok(any);
        }
        any = true;
        expire(tx, app, ledger, &late).await?;
    }
}

async fn expire(
    tx: &DatabaseTransaction,
    app: &App,
    ledger: &SeatLedger,
    late: &[EnrolmentId],
) -> Result<(), AppError> {
    let which = enrolment::Column::Id.is_in(late.iter().copied());
    let people: Vec<EnrolledPerson> = enrolment::Entity::find()
        .find_also_related(person::Entity)
        .filter(which.clone())
        .all(tx)
        .await?;
    let gone = enrolment::ActiveModel {
        stage: Set(Stage::Withdrawn),
        withdrawn_at: Set(Some(app.clock.now())),
        ..Default::default()
    };
    enrolment::Entity::update_many().set(gone).filter(which).exec(tx).await?;
    close_offers(tx, app, late).await?;
    let rows: Vec<&enrolment::Model> = people.iter().map(|(row, _)| row).collect();
    let change = StageChange {
        action: "enrolment.expire",
        from: Some(Stage::Offered),
        to: Stage::Withdrawn,
        by: &Author::system(),
        reason: None,
        cause: Some(Cause::Expired),
    };
    let events = trace_all(tx, app, &rows, change).await?;
    if !rules::promotes(ledger.cohort.stage) {
        return Ok(());
    }
    let Some(first) = late.first() else { return Ok(()) };
    let about = ledger.summary(tx, *first).await?;
    let accounts = accounts_of(tx, &rows).await?;
    let letters = people.iter().filter_map(|(row, person)| {
        let person = person.as_ref()?;
        let to = recipient(person, accounts.get(&Some(person.id.0)))?;
        let about = CohortSummary { enrolment: row.id, ..about.clone() };
        let letter = LapsedOfferLetter { about, code: ledger.cohort.public_code.clone() };
        Some((to, dedupe_key(*events.get(&row.id)?), letter))
    });
    queue_all(tx, app, letters.collect()).await
}

/// Returns the enrolment under its cohort's lock, if its offer can still be answered.
async fn offered(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &AnswerOffer,
) -> Result<(SeatLedger, enrolment::Model), Failure<EnrolmentRefusal>> {
    let find = || enrolment::Entity::find_by_id(*permit.enrolment());
    let cohort = find().one(tx).await?.ok_or(AppError::NotFound)?.cohort_id;
    let ledger = SeatLedger::lock(tx, app, cohort).await?;
    EnrolmentWindow::of(&ledger.cohort).may_change().map_err(Failure::Refused)?;
    // Read again: the offer may have run out while this request waited, or a moment ago.
    let row = find().one(tx).await?.ok_or(AppError::NotFound)?;
    rules::may_answer(row.stage).map_err(Failure::Refused)?;
    Ok((ledger, row))
}

fn cause(permit: &AnswerOffer) -> Option<Cause> {
    permit.by_link().then_some(Cause::Link)
}

/// What comes with the yes to an offered seat.
#[derive(Clone, Debug, Default)]
pub struct Acceptance {
    /// How the person authorised the processing of their data; `None` when they did not do it with this
    /// answer.
    pub consent: Option<&'static str>,
    pub cautions: CautionAnswer,
    /// Why the coordination, which answers for the person, sets rules and cautions aside.
    pub exception: Option<String>,
}

/// What the rulebook finds now and did not when the place was given; `None` when nothing is to be kept.
async fn set_aside(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &AnswerOffer,
    (ledger, row): (&SeatLedger, &enrolment::Model),
    answer: &Acceptance,
) -> Result<Option<ExceptionRecord>, Failure<EnrolmentRefusal>> {
    let rulebook = Rulebook::of(tx, &ledger.cohort, &[row.person_id], app.clock.now()).await?;
    let post = match row.post_id {
        Some(id) => post::Entity::find_by_id(id).one(tx).await?,
        None => None,
    };
    let facts = facts_of(post.as_ref(), row.municipality_code.as_ref());
    let (reader, origin) = match permit.by_person() {
        true => (NameReader::Oneself, Origin::SelfService),
        false => (NameReader::Unit(&ledger.cohort.unit_code), Origin::Coordinator),
    };
    let found = rulebook.verdict(Some(row.person_id), facts, reader);
    let earlier = exceptions(tx, row.id).await?;
    let earlier: Vec<String> = earlier
        .iter()
        .flat_map(|(exception, _)| exception.rules.split(',').map(str::to_owned))
        .collect();
    let reason = answer.exception.as_deref().filter(|_| origin == Origin::Coordinator);
    found.without(&earlier).settle(origin, reason, answer.cautions).map_err(Failure::Refused)
}

/// Accepts the offered seat.
pub async fn accept(
    app: &App,
    permit: AnswerOffer,
    answer: Acceptance,
) -> Result<(), Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let (ledger, row) = offered(&tx, app, &permit).await?;
    let exception = set_aside(&tx, app, &permit, (&ledger, &row), &answer).await?;
    let consent = answer.consent;
    let person = row.person_id;
    let asks_consent = |given: consent::Model| *permit.by_person() && given.is_of_list();
    if consent.is_none() && last_consent(&tx, person).await?.is_none_or(asks_consent) {
        return refuse(EnrolmentRefusal::ConsentNeeded);
    }
    let mut taken = row.into_active_model();
    taken.stage = Set(Stage::Confirmed);
    taken.confirmed_at = Set(Some(app.clock.now()));
    taken.counts_since = Set(None);
    if *permit.by_person() {
        taken.accepted_at = Set(Some(app.clock.now()));
    }
    let row = taken.update(&tx).await?;
    close_offers(&tx, app, &[row.id]).await?;
    if let Some(exception) = exception {
        except(&tx, app, permit.by(), &row, &exception).await?;
    }
    if let Some(channel) = consent {
        record_consent(&tx, app, person, NOTICE_VERSION, channel).await?;
    }
    invite_person(&tx, app, permit.by(), person).await?;
    let change = StageChange {
        action: "enrolment.accept",
        from: Some(Stage::Offered),
        to: Stage::Confirmed,
        by: permit.by(),
        reason: None,
        cause: cause(&permit),
    };
    let event = trace(&tx, app, &row, change).await?;
    if let Some(person) = person::Entity::find_by_id(person).one(&tx).await? {
        let about = ledger.summary_with_sessions(&tx, app, row.id).await?;
        tell(&tx, app, &person, about, event, LetterTopic::Confirmed).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Declines the offered seat and returns how many people of the waiting list were offered one by
/// it.
pub async fn decline(app: &App, permit: AnswerOffer) -> Result<usize, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let (mut ledger, row) = offered(&tx, app, &permit).await?;
    let mut gone = row.into_active_model();
    gone.stage = Set(Stage::Withdrawn);
    gone.withdrawn_at = Set(Some(app.clock.now()));
    let row = gone.update(&tx).await?;
    let no = seat_offer::ActiveModel { is_declined: Set(true), ..Default::default() };
    seat_offer::Entity::update_many()
        .set(no)
        .filter(seat_offer::Column::EnrolmentId.eq(row.id))
        .filter(seat_offer::Column::SettledAt.is_null())
        .exec(&tx)
        .await?;
    close_offers(&tx, app, &[row.id]).await?;
    let change = StageChange {
        action: "enrolment.decline",
        from: Some(Stage::Offered),
        to: Stage::Withdrawn,
        by: permit.by(),
        reason: None,
        cause: cause(&permit),
    };
    trace(&tx, app, &row, change).await?;
    ledger.recount(&tx).await?;
    let given = promote(&tx, app, &mut ledger).await?;
    tx.commit().await?;
    Ok(given)
}

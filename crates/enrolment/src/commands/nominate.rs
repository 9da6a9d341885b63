//! An entity puts people forward (R23). A nominated person with a seat is asked to take it; the
//! others wait.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};

use people_model::commands::{note_review, register, vouch_posts};
use people_model::entity::person::{self, PersonId};
use people_model::entity::post;
use people_model::oneself::records;
use people_model::rules::PersonRefusal;
use platform::app::App;
use platform::errors::{AppError, Failure};
use sign_in_model::entity::account;
use territory_model::entity::entity;

use super::AdmissionRefusal;
use super::add::{Employer, NewParticipant, post_today};
use super::seat_ledger::SeatLedger;
use super::seat_offers::{EnrolledPerson, offer_nomination};
use super::shared::{LetterTopic, StageChange, recipient, tell, trace};
use super::supersede::supersede;
use crate::bringing::by_entity;
use crate::entity::enrolment::{self, Origin, Stage};
use crate::policy::Nominate;
use crate::queries::{Rulebook, facts_of, position};
use crate::rulebook::NameReader;
use crate::rules::{self, EnrolmentRefusal, EnrolmentWindow};
use crate::seat_offers::nomination_until;
use crate::seating::SeatGroups;

/// The outcome of a nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NominationOutcome {
    /// A seat waits for their answer; with the cautions that the person is asked about then.
    Asked { cautions: Vec<String> },
    /// No seat is free for them: they wait, and the cautions are asked about with the seat.
    Waits { cautions: Vec<String> },
    /// They had a place already, at this stage; it stays as it was.
    Present(Stage),
    /// The person has no mail, so nobody could ask them.
    Unreachable,
    /// They do not meet what the course asks for, and why.
    NotEligible { sentences: Vec<String> },
    /// It is whoever puts forward (R80).
    Oneself,
}

/// Puts people of the permit's entity forward, all in one transaction; each must hold a post there
/// today. Returns the outcome of each.
pub async fn nominate(
    app: &App,
    permit: Nominate,
    people: &[PersonId],
) -> Result<Vec<(PersonId, NominationOutcome)>, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let mut ledger = open(&tx, app, &permit).await?;
    let done = nominate_in(&tx, app, &permit, &mut ledger, people).await?;
    tx.commit().await?;
    Ok(done)
}

async fn open(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Nominate,
) -> Result<SeatLedger, Failure<EnrolmentRefusal>> {
    let ledger = SeatLedger::lock(tx, app, *permit.cohort()).await?;
    EnrolmentWindow::of(&ledger.cohort)
        .may_enrol(Origin::Nomination, app.clock.today())
        .map_err(Failure::Refused)?;
    Ok(ledger)
}

/// Registers a person of the permit's entity who is not in its list, with their post there, and
/// puts them forward, all or nothing. A document known under another name is refused and left for
/// review (R27).
pub async fn nominate_new(
    app: &App,
    permit: Nominate,
    new: NewParticipant,
) -> Result<(PersonId, NominationOutcome), Failure<AdmissionRefusal>> {
    let done = nominate_new_in(app, &permit, new).await;
    if let Err(Failure::Refused(AdmissionRefusal::Person(PersonRefusal::DocumentOfAnother {
        person,
    }))) = &done
    {
        note_review(app, permit.by(), *person).await?;
    }
    done
}

async fn nominate_new_in(
    app: &App,
    permit: &Nominate,
    new: NewParticipant,
) -> Result<(PersonId, NominationOutcome), Failure<AdmissionRefusal>> {
    let place = |failure: Failure<EnrolmentRefusal>| failure.map(AdmissionRefusal::from);
    let tx = app.db.begin().await?;
    let mut ledger = open(&tx, app, permit).await.map_err(place)?;
    let bringer = by_entity(permit.by(), *permit.entity());
    let person = register(&tx, app, &bringer, new.person.clone())
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?;
    let new = NewParticipant { entity: Employer::Known(*permit.entity()), ..new };
    if post_there(&tx, app, permit, &[person]).await?.is_empty() {
        post_today(&tx, app, permit.by(), person, new).await?;
    }
    let done = nominate_in(&tx, app, permit, &mut ledger, &[person]).await.map_err(place)?;
    tx.commit().await?;
    done.into_iter().next().ok_or(Failure::Broken(AppError::NotFound))
}

/// The posts that these people hold in the permit's entity today, by person.
async fn post_there(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Nominate,
    people: &[PersonId],
) -> Result<HashMap<PersonId, post::Model>, AppError> {
    let today = app.clock.today();
    let posts = post::Entity::find()
        .filter(post::Column::PersonId.is_in(people.iter().copied()))
        .filter(post::Column::EntityId.eq(*permit.entity()))
        .filter(post::Column::StartsOn.lte(today))
        .filter(
            Condition::any()
                .add(post::Column::EndsOn.is_null())
                .add(post::Column::EndsOn.gte(today)),
        )
        .all(tx)
        .await?;
    Ok(posts.into_iter().map(|post| (post.person_id, post)).collect())
}

async fn nominate_in(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Nominate,
    ledger: &mut SeatLedger,
    people: &[PersonId],
) -> Result<Vec<(PersonId, NominationOutcome)>, Failure<EnrolmentRefusal>> {
    let entity = entity::Entity::find_by_id(*permit.entity()).one(tx).await?;
    let entity = entity.ok_or(AppError::NotFound)?;
    let mut posts = post_there(tx, app, permit, people).await?;
    // Whoever puts somebody forward says what they are in the entity.
    if vouch_posts(tx, app, permit.by(), posts.values().map(|post| post.id)).await? > 0 {
        posts = post_there(tx, app, permit, people).await?;
    }
    let persons = person::Entity::find()
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .all(tx)
        .await?;
    let accounts = account::Entity::find()
        .filter(account::Column::PersonId.is_in(people.iter().map(|person| person.0)))
        .all(tx)
        .await?;
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.is_in(people.iter().copied()))
        .all(tx)
        .await?;
    let own = records(tx, permit.by()).await?;
    let rulebook = Rulebook::of(tx, &ledger.cohort, people, app.clock.now()).await?;
    let mut done = Vec::new();
    for id in people {
        let person = persons.iter().find(|person| person.id == *id);
        // Somebody who does not work there is nobody whom this entity may put forward.
        let (Some(person), Some(post)) = (person, posts.get(id)) else {
            return Err(Failure::Broken(AppError::NotFound));
        };
        let account = accounts.iter().find(|account| account.person_id == Some(id.0));
        let is_first = places.iter().all(|row| row.person_id != *id);
        let here =
            |row: &&enrolment::Model| row.person_id == *id && row.cohort_id == ledger.cohort.id;
        let row = places.iter().find(here).cloned();
        let facts = facts_of(Some(post), Some(&post.municipality_code));
        let found = rulebook.verdict(Some(*id), facts, NameReader::Entity);
        let became = if own.contains(id) {
            NominationOutcome::Oneself
        } else if let Some(row) = row.as_ref().filter(|row| row.stage != Stage::Withdrawn) {
            let stage = row.stage;
            remember(tx, permit, row).await?;
            NominationOutcome::Present(stage)
        } else if recipient(person, account).is_none() {
            NominationOutcome::Unreachable
        } else if !found.unmet.is_empty() {
            NominationOutcome::NotEligible { sentences: found.sentences() }
        } else {
            let to = one(tx, app, permit, ledger, &entity, (person, post, row, is_first)).await?;
            let cautions = found.sentences();
            match to {
                Stage::Offered => NominationOutcome::Asked { cautions },
                _ => NominationOutcome::Waits { cautions },
            }
        };
        done.push((*id, became));
    }
    Ok(done)
}

/// Notes that the entity nominated a person who had enrolled by themselves; nothing else changes.
async fn remember(
    tx: &DatabaseTransaction,
    permit: &Nominate,
    row: &enrolment::Model,
) -> Result<(), AppError> {
    if row.nominated_by.is_none() {
        let mut row = row.clone().into_active_model();
        row.nominated_by = Set(Some(*permit.entity()));
        row.update(tx).await?;
    }
    Ok(())
}

/// Puts one person forward and returns the stage at which they land.
async fn one(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Nominate,
    ledger: &mut SeatLedger,
    entity: &entity::Model,
    (person, post, known, is_first): (&person::Model, &post::Model, Option<enrolment::Model>, bool),
) -> Result<Stage, Failure<EnrolmentRefusal>> {
    let from = known.as_ref().map(|row| row.stage);
    let who = SeatGroups {
        municipality: Some(post.municipality_code.clone()),
        entity_kind: Some(entity.kind.clone()),
    };
    // A seat is never given to who has not said yes: it waits for them.
    let to =
        match rules::landing_stage(from, &mut ledger.seating, &who).map_err(Failure::Refused)? {
            Stage::Confirmed => Stage::Offered,
            other => other,
        };
    let now = app.clock.now();
    ledger.last_queue += 1;
    let is_new = known.is_none();
    let created_at = known.as_ref().map_or(now, |row| row.created_at);
    if let Some(row) = &known
        && (row.post_id, &row.municipality_code) != (Some(post.id), &who.municipality)
    {
        supersede(tx, row, now).await?;
    }
    let mut row = known.map(IntoActiveModel::into_active_model).unwrap_or_default();
    row.cohort_id = Set(ledger.cohort.id);
    row.person_id = Set(person.id);
    row.post_id = Set(Some(post.id));
    row.municipality_code = Set(who.municipality);
    row.entity_kind = Set(who.entity_kind);
    row.stage = Set(to);
    row.origin = Set(Origin::Nomination);
    row.nominated_by = Set(Some(*permit.entity()));
    row.queue_number = Set(ledger.last_queue);
    row.created_at = Set(created_at);
    row.confirmed_at = Set(None);
    row.counts_since = Set(None);
    row.withdrawn_at = Set(None);
    if is_first {
        row.accepted_at = Set(Some(now));
    }
    let row = if is_new { row.insert(tx).await? } else { row.update(tx).await? };
    let change = StageChange {
        action: "enrolment.nominate",
        from,
        to,
        by: permit.by(),
        reason: None,
        cause: None,
    };
    let event = trace(tx, app, &row, change).await?;
    let about = ledger.summary(tx, row.id).await?;
    if to == Stage::Offered {
        let until = nomination_until(now, ledger.cohort.starts_on);
        let someone: EnrolledPerson = (row, Some(person.clone()));
        offer_nomination(tx, app, &someone, event, until, about, &entity.name).await?;
        return Ok(to);
    }
    let position = position(tx, row.cohort_id, row.queue_number, row.post_id).await?;
    let topic = LetterTopic::Waiting { position, entity: entity.name.clone() };
    tell(tx, app, person, about, event, topic).await?;
    Ok(to)
}

//! Enrols many people in one cohort (R18, R24). Each enrolment is decided in turn by the same rules
//! as always, and all are written together. One person alone is a list of one.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, Set, SqlErr,
};

use history_model::commands::{Event, record};
use people_model::commands::record_consents;
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::{self, PostId};
use people_model::oneself::records;
use people_model::post_rules::is_career;
use people_model::rules::NOTICE_VERSION;
use platform::prelude::*;
use sign_in_model::actor::Author;
use territory_model::entity::entity::{self, EntityId};

use super::enrol::{NewEnrolment, Placement};
use super::placed_letters::{PlacedPeople, tell};
use super::seat_ledger::SeatLedger;
use super::shared::{StageChange, trace_each};
use super::supersede::supersede;
use crate::entity::enrolment::{self, Origin, Stage};
use crate::entity::enrolment_exception;
use crate::policy::Enrol;
use crate::queries::{Rulebook, facts_of, waiting_list_length};
use crate::rulebook::{ExceptionRecord, NameReader};
use crate::rules::{self, EnrolmentRefusal, EnrolmentWindow};
use crate::seating::SeatGroups;

/// What the database knows of the people of a list, read once before their enrolments are decided.
struct ListFacts {
    people: HashMap<PersonId, person::Model>,
    posts: HashMap<PostId, post::Model>,
    kinds: HashMap<EntityId, String>,
    rows: HashMap<PersonId, enrolment::Model>,
    /// The people who have or had a place, in this cohort or in another.
    placed: HashSet<PersonId>,
    rulebook: Rulebook,
    /// The records of whoever enrols these people (R80).
    own: HashSet<PersonId>,
}

/// An enrolment that the rules allow, before it is written.
struct EnrolmentDecision {
    permit: Enrol,
    consent: Option<&'static str>,
    post: Option<PostId>,
    is_carrera: bool,
    who: SeatGroups,
    /// The person's row in this cohort; `None` when they were never enrolled in it.
    known: Option<enrolment::Model>,
    to: Stage,
    queue_number: i64,
    /// The turn in the waiting list, 1 for the first; `None` for a person with a seat.
    position: Option<u64>,
    /// What is kept of rules and cautions that were set aside; `None` when there are none.
    exception: Option<ExceptionRecord>,
    /// Whether the person accepts the place by this (`acceptance`).
    accepts: bool,
    /// Whether the person's letter opens an account for them.
    opens_account: bool,
}

/// Enrols people in the ledger's cohort, each person once, in the order given: with a seat while
/// there is one, otherwise at the end of the waiting list. Returns each person's placement, or why
/// it was refused; a refused person takes no seat from the others. It takes as many statements as
/// for one person, except for a person who comes back after withdrawing; the caller bounds how
/// many.
pub async fn enrol_many(
    tx: &DatabaseTransaction,
    app: &App,
    ledger: &mut SeatLedger,
    asking: Vec<(Enrol, NewEnrolment)>,
) -> Result<Vec<Result<Placement, EnrolmentRefusal>>, AppError> {
    let known = ListFacts::of(tx, ledger, &asking, app.clock.now()).await?;
    let mut outcomes: Vec<Result<PersonId, EnrolmentRefusal>> = Vec::new();
    let mut decided = Vec::new();
    for (permit, new) in asking {
        let person = *permit.person();
        match known.decide(app, ledger, permit, new)? {
            Ok(one) => {
                decided.push(one);
                outcomes.push(Ok(person));
            }
            Err(refusal) => outcomes.push(Err(refusal)),
        }
    }
    if decided.iter().any(|one| one.to == Stage::Waiting) {
        let mut waiting_list = waiting_list_length(tx, ledger.cohort.id).await?;
        for one in decided.iter_mut().filter(|one| one.to == Stage::Waiting) {
            one.position = Some(waiting_list.join(one.is_carrera));
        }
    }
    let rows = match write(tx, app, ledger, &decided).await {
        Ok(rows) => rows,
        // One enrolment per person and cohort: the constraint has the last word.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            let taken = outcomes.into_iter();
            return Ok(taken
                .map(|one| Err(one.err().unwrap_or(EnrolmentRefusal::AlreadyConfirmed)))
                .collect());
        }
        Err(error) => return Err(error.into()),
    };
    let mut placements = trace(tx, app, &decided, &rows).await?;
    let opening = decided.iter().filter(|one| one.opens_account);
    let entering = opening.map(|one| *one.permit.person()).collect();
    if let Some(by) = decided.first().map(|one| one.permit.by()) {
        let people = &known.people;
        let placed = PlacedPeople { people, rows: &rows, placements: &placements, entering, by };
        tell(tx, app, ledger, placed).await?;
    }
    let mut landed = |person: PersonId| {
        let placed = placements.remove(&person).map(|(placed, _)| placed);
        placed.ok_or_else(|| AppError::Internal("a place was not written".to_owned()))
    };
    outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Ok(person) => landed(person).map(Ok),
            Err(refusal) => Ok(Err(refusal)),
        })
        .collect()
}

impl ListFacts {
    async fn of(
        tx: &DatabaseTransaction,
        ledger: &SeatLedger,
        asking: &[(Enrol, NewEnrolment)],
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let ids: Vec<PersonId> = asking.iter().map(|(permit, _)| *permit.person()).collect();
        let people = person::Entity::find()
            .filter(person::Column::Id.is_in(ids.iter().copied()))
            .all(tx)
            .await?;
        let posts: Vec<PostId> = asking.iter().filter_map(|(_, new)| new.post).collect();
        let posts = match posts.is_empty() {
            true => Vec::new(),
            false => post::Entity::find().filter(post::Column::Id.is_in(posts)).all(tx).await?,
        };
        let entities: HashSet<EntityId> = posts.iter().map(|post| post.entity_id).collect();
        let entities = match entities.is_empty() {
            true => Vec::new(),
            false => {
                entity::Entity::find().filter(entity::Column::Id.is_in(entities)).all(tx).await?
            }
        };
        let rows = enrolment::Entity::find()
            .filter(enrolment::Column::PersonId.is_in(ids.iter().copied()))
            .all(tx)
            .await?;
        let placed = rows.iter().map(|row| row.person_id).collect();
        let here = rows.into_iter().filter(|row| row.cohort_id == ledger.cohort.id);
        let rulebook = Rulebook::of(tx, &ledger.cohort, &ids, now).await?;
        let by_others = asking.iter().find(|(permit, _)| *permit.origin() != Origin::SelfService);
        let own = match by_others {
            Some((permit, _)) => records(tx, permit.by()).await?,
            None => HashSet::new(),
        };
        Ok(Self {
            own,
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            posts: posts.into_iter().map(|post| (post.id, post)).collect(),
            kinds: entities.into_iter().map(|entity| (entity.id, entity.kind)).collect(),
            rows: here.map(|row| (row.person_id, row)).collect(),
            placed,
            rulebook,
        })
    }

    /// Decides the enrolment of one person and takes their seat from the ledger.
    fn decide(
        &self,
        app: &App,
        ledger: &mut SeatLedger,
        permit: Enrol,
        new: NewEnrolment,
    ) -> Result<Result<EnrolmentDecision, EnrolmentRefusal>, AppError> {
        let person = *permit.person();
        if *permit.cohort() != ledger.cohort.id || !self.people.contains_key(&person) {
            return Err(AppError::NotFound);
        }
        Ok(self.decision(app, ledger, permit, new))
    }

    fn decision(
        &self,
        app: &App,
        ledger: &mut SeatLedger,
        permit: Enrol,
        new: NewEnrolment,
    ) -> Result<EnrolmentDecision, EnrolmentRefusal> {
        EnrolmentWindow::of(&ledger.cohort).may_enrol(*permit.origin(), app.clock.today())?;
        let person = *permit.person();
        if *permit.origin() != Origin::SelfService && self.own.contains(&person) {
            return Err(EnrolmentRefusal::Oneself);
        }
        let post = match new.post {
            None => None,
            Some(id) => match self.posts.get(&id) {
                Some(post) if post.person_id == person => Some(post),
                _ => return Err(EnrolmentRefusal::PostOfAnother),
            },
        };
        let municipality = new.municipality.or(post.map(|post| post.municipality_code.clone()));
        let reader = match permit.origin() {
            Origin::SelfService => NameReader::Oneself,
            _ => NameReader::Unit(&ledger.cohort.unit_code),
        };
        let facts = facts_of(post, municipality.as_ref());
        let found = self.rulebook.verdict(Some(person), facts, reader);
        let exception = permit.exception().as_deref();
        let exception = found.settle(*permit.origin(), exception, new.cautions)?;
        let known = self.rows.get(&person).cloned();
        let entity_kind = post.and_then(|post| self.kinds.get(&post.entity_id)).cloned();
        let who = SeatGroups { municipality, entity_kind };
        let to =
            rules::landing_stage(known.as_ref().map(|row| row.stage), &mut ledger.seating, &who)?;
        ledger.last_queue += 1;
        let asks = *permit.origin() == Origin::SelfService;
        Ok(EnrolmentDecision {
            accepts: asks || !self.placed.contains(&person),
            permit,
            consent: new.consent,
            opens_account: new.opens_account,
            post: post.map(|post| post.id),
            is_carrera: post.is_some_and(is_career),
            who,
            known,
            to,
            queue_number: ledger.last_queue,
            position: None,
            exception,
        })
    }
}

/// Writes the rows and returns them by person.
async fn write(
    tx: &DatabaseTransaction,
    app: &App,
    ledger: &SeatLedger,
    decided: &[EnrolmentDecision],
) -> Result<HashMap<PersonId, enrolment::Model>, DbErr> {
    let now = app.clock.now();
    let (mut new, mut rows) = (Vec::new(), Vec::new());
    for one in decided {
        let created_at = one.known.as_ref().map_or(now, |row| row.created_at);
        // Who comes back may come for another municipality than the one that they left.
        if let Some(row) = &one.known
            && (row.post_id, &row.municipality_code) != (one.post, &one.who.municipality)
        {
            supersede(tx, row, now).await?;
        }
        let known = one.known.clone().map(IntoActiveModel::into_active_model);
        let is_new = known.is_none();
        let mut row = known.unwrap_or_default();
        row.cohort_id = Set(ledger.cohort.id);
        row.person_id = Set(*one.permit.person());
        row.post_id = Set(one.post);
        row.municipality_code = Set(one.who.municipality.clone());
        row.entity_kind = Set(one.who.entity_kind.clone());
        row.stage = Set(one.to);
        row.origin = Set(*one.permit.origin());
        row.queue_number = Set(one.queue_number);
        row.created_at = Set(created_at);
        row.confirmed_at = Set((one.to == Stage::Confirmed).then_some(now));
        row.counts_since = Set(None);
        row.withdrawn_at = Set(None);
        let accepted_at = one.known.as_ref().and_then(|row| row.accepted_at);
        row.accepted_at = Set(accepted_at.or(one.accepts.then_some(now)));
        match is_new {
            true => new.push(row),
            false => rows.push(row.update(tx).await?),
        }
    }
    rows.extend(enrolment::Entity::insert_many(new).exec_with_returning(tx).await?);
    Ok(rows.into_iter().map(|row| (row.person_id, row)).collect())
}

/// Writes what belongs to each enrolment: its exception, the authorisation, its event and history.
/// Returns each placement with the number of its event.
async fn trace(
    tx: &DatabaseTransaction,
    app: &App,
    decided: &[EnrolmentDecision],
    rows: &HashMap<PersonId, enrolment::Model>,
) -> Result<HashMap<PersonId, (Placement, i64)>, AppError> {
    let written: Vec<(&EnrolmentDecision, &enrolment::Model)> =
        decided.iter().filter_map(|one| Some((one, rows.get(one.permit.person())?))).collect();
    for (one, row) in &written {
        if let Some(exception) = &one.exception {
            except(tx, app, one.permit.by(), row, exception).await?;
        }
    }
    let given = written.iter().filter_map(|(one, row)| Some((row.person_id, one.consent?)));
    record_consents(tx, app, NOTICE_VERSION, given).await?;
    let changes = written.iter().map(|(one, row)| {
        let action = match one.known {
            None => "enrolment.enrol",
            Some(_) => "enrolment.enrol_again",
        };
        let from = one.known.as_ref().map(|row| row.stage);
        let by = one.permit.by();
        (*row, StageChange { action, from, to: one.to, by, reason: None, cause: None })
    });
    let events = trace_each(tx, app, changes).await?;
    let mut placements = HashMap::new();
    for (one, row) in written {
        let placed = Placement { enrolment: row.id, stage: one.to, position: one.position };
        let event = events.get(&row.id).copied();
        let event = event.ok_or_else(|| AppError::Internal("an event was lost".to_owned()))?;
        placements.insert(row.person_id, (placed, event));
    }
    Ok(placements)
}

/// Keeps what was set aside for a place, and says so in history.
pub(super) async fn except(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    row: &enrolment::Model,
    kept: &ExceptionRecord,
) -> Result<(), AppError> {
    let exception = enrolment_exception::ActiveModel {
        enrolment_id: Set(row.id),
        rules: Set(kept.rules.clone()),
        reason: Set(kept.reason.clone()),
        granted_by: Set(by.account),
        granted_at: Set(app.clock.now()),
        ..Default::default()
    };
    exception.insert(tx).await?;
    let event = Event {
        cohort_id: Some(row.cohort_id.0),
        detail: json!({ "rules": kept.rules }),
        ..by.event(app.clock.now(), "enrolment.except", ("enrolment", row.id.0))
    };
    Ok(record(tx, event).await?)
}

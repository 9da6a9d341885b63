//! Places for many people of one cohort (R18, R24): decided one after another by the same rules as
//! always, and written together. One person alone is a list of one.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, Set, SqlErr,
};
use serde_json::json;

use history_model::commands::{Event, record};
use notices_model::commands::queue_all;
use people_model::commands::record_consents;
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::{self, Kind, PostId};
use people_model::rules::NOTICE_VERSION;
use platform::app::App;
use platform::errors::AppError;
use territory_model::entity::entity::{self, EntityId};

use super::enrol::{NewEnrolment, Placed};
use super::ground::Ground;
use super::shared::{Move, accounts_of, dedupe_key, recipient, trace_each};
use super::supersede::supersede;
use crate::eligibility::{Candidate, Requirements};
use crate::entity::enrolment::{self, Stage};
use crate::entity::enrolment_exception;
use crate::letters::{About, Confirmed, Waiting};
use crate::policy::Enrol;
use crate::queries::{certified, line, requirements};
use crate::rules::{self, EnrolmentRefusal, Window};
use crate::seating::Belongs;

/// What is known of the people of a list before their places are decided.
struct Known {
    people: HashMap<PersonId, person::Model>,
    posts: HashMap<PostId, post::Model>,
    kinds: HashMap<EntityId, String>,
    rows: HashMap<PersonId, enrolment::Model>,
    asked: Requirements,
    certified: HashSet<PersonId>,
}

/// A place that may be given.
struct Decided {
    permit: Enrol,
    consent: Option<&'static str>,
    post: Option<PostId>,
    is_carrera: bool,
    who: Belongs,
    /// The person's row, when they were here before.
    known: Option<enrolment::Model>,
    to: Stage,
    queue_number: i64,
    /// In the waiting list, 1 for the first; only for who waits.
    position: Option<u64>,
    /// Codes of the rules that the coordination sets aside.
    unmet: Option<String>,
}

/// Gives places to people of the ground's cohort, each person once, in the order given: a seat while
/// there is one, otherwise the end of the waiting list. Answers where each one landed, or why not;
/// who is refused takes no seat from the others. With as many statements as for one person, except
/// for who comes back after withdrawing; the caller bounds how many.
pub async fn enrol_many(
    tx: &DatabaseTransaction,
    app: &App,
    ground: &mut Ground,
    asking: Vec<(Enrol, NewEnrolment)>,
) -> Result<Vec<Result<Placed, EnrolmentRefusal>>, AppError> {
    let known = Known::of(tx, ground, &asking).await?;
    let mut outcomes: Vec<Result<PersonId, EnrolmentRefusal>> = Vec::new();
    let mut decided = Vec::new();
    for (permit, new) in asking {
        let person = *permit.person();
        match known.decide(app, ground, permit, new)? {
            Ok(one) => {
                decided.push(one);
                outcomes.push(Ok(person));
            }
            Err(refusal) => outcomes.push(Err(refusal)),
        }
    }
    if decided.iter().any(|one| one.to == Stage::Waiting) {
        let mut line = line(tx, ground.cohort.id).await?;
        for one in decided.iter_mut().filter(|one| one.to == Stage::Waiting) {
            one.position = Some(line.join(one.is_carrera));
        }
    }
    let rows = match write(tx, app, ground, &decided).await {
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
    let mut places = trace(tx, app, &decided, &rows).await?;
    tell(tx, app, ground, &known, &rows, &places).await?;
    let mut landed = |person: PersonId| {
        let placed = places.remove(&person).map(|(placed, _)| placed);
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

impl Known {
    async fn of(
        tx: &DatabaseTransaction,
        ground: &Ground,
        asking: &[(Enrol, NewEnrolment)],
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
            .filter(enrolment::Column::CohortId.eq(ground.cohort.id))
            .filter(enrolment::Column::PersonId.is_in(ids.iter().copied()))
            .all(tx)
            .await?;
        let asked = requirements(tx, &ground.cohort).await?;
        let certified = certified(tx, &asked, &ids).await?;
        Ok(Self {
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            posts: posts.into_iter().map(|post| (post.id, post)).collect(),
            kinds: entities.into_iter().map(|entity| (entity.id, entity.kind)).collect(),
            rows: rows.into_iter().map(|row| (row.person_id, row)).collect(),
            asked,
            certified,
        })
    }

    /// Where somebody lands; a seat is taken from the ground.
    fn decide(
        &self,
        app: &App,
        ground: &mut Ground,
        permit: Enrol,
        new: NewEnrolment,
    ) -> Result<Result<Decided, EnrolmentRefusal>, AppError> {
        let person = *permit.person();
        if *permit.cohort() != ground.cohort.id || !self.people.contains_key(&person) {
            return Err(AppError::NotFound);
        }
        Ok(self.place(app, ground, permit, new))
    }

    fn place(
        &self,
        app: &App,
        ground: &mut Ground,
        permit: Enrol,
        new: NewEnrolment,
    ) -> Result<Decided, EnrolmentRefusal> {
        Window::of(&ground.cohort).may_enrol(*permit.origin(), app.clock.today())?;
        let person = *permit.person();
        let post = match new.post {
            None => None,
            Some(id) => match self.posts.get(&id) {
                Some(post) if post.person_id == person => Some(post),
                _ => return Err(EnrolmentRefusal::PostOfAnother),
            },
        };
        let municipality = new.municipality.or(post.map(|post| post.municipality_code.clone()));
        let who = Candidate {
            kind: post.map(|post| post.kind),
            municipality: municipality.clone(),
            has_prerequisite: self.certified.contains(&person),
        };
        let unmet = match self.asked.refusal(&who) {
            None => None,
            Some(EnrolmentRefusal::NotEligible { rules, .. }) if permit.exception().is_some() => {
                Some(rules)
            }
            Some(refusal) => return Err(refusal),
        };
        let known = self.rows.get(&person).cloned();
        let entity_kind = post.and_then(|post| self.kinds.get(&post.entity_id)).cloned();
        let who = Belongs { municipality, entity_kind };
        let to = rules::place(known.as_ref().map(|row| row.stage), &mut ground.seating, &who)?;
        ground.last_queue += 1;
        Ok(Decided {
            permit,
            consent: new.consent,
            post: post.map(|post| post.id),
            is_carrera: post.is_some_and(|post| post.kind == Kind::Carrera),
            who,
            known,
            to,
            queue_number: ground.last_queue,
            position: None,
            unmet,
        })
    }
}

/// Writes the rows; answers them by person.
async fn write(
    tx: &DatabaseTransaction,
    app: &App,
    ground: &Ground,
    decided: &[Decided],
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
        row.cohort_id = Set(ground.cohort.id);
        row.person_id = Set(*one.permit.person());
        row.post_id = Set(one.post);
        row.municipality_code = Set(one.who.municipality.clone());
        row.entity_kind = Set(one.who.entity_kind.clone());
        row.stage = Set(one.to);
        row.origin = Set(*one.permit.origin());
        row.queue_number = Set(one.queue_number);
        row.created_at = Set(created_at);
        row.confirmed_at = Set((one.to == Stage::Confirmed).then_some(now));
        row.withdrawn_at = Set(None);
        match is_new {
            true => new.push(row),
            false => rows.push(row.update(tx).await?),
        }
    }
    rows.extend(enrolment::Entity::insert_many(new).exec_with_returning(tx).await?);
    Ok(rows.into_iter().map(|row| (row.person_id, row)).collect())
}

/// Writes what belongs to each place: its exception, the authorisation, its event and history.
/// Answers where each one landed, with the number of the event.
async fn trace(
    tx: &DatabaseTransaction,
    app: &App,
    decided: &[Decided],
    rows: &HashMap<PersonId, enrolment::Model>,
) -> Result<HashMap<PersonId, (Placed, i64)>, AppError> {
    let written: Vec<(&Decided, &enrolment::Model)> =
        decided.iter().filter_map(|one| Some((one, rows.get(one.permit.person())?))).collect();
    for (one, row) in &written {
        if let (Some(rules), Some(reason)) = (&one.unmet, one.permit.exception()) {
            except(tx, app, &one.permit, row, rules, reason).await?;
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
        (*row, Move { action, from, to: one.to, by, reason: None, cause: None })
    });
    let events = trace_each(tx, app, changes).await?;
    let mut places = HashMap::new();
    for (one, row) in written {
        let placed = Placed { enrolment: row.id, stage: one.to, position: one.position };
        let event = events.get(&row.id).copied();
        let event = event.ok_or_else(|| AppError::Internal("an event was lost".to_owned()))?;
        places.insert(row.person_id, (placed, event));
    }
    Ok(places)
}

/// Writes to everybody who has any address.
async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    ground: &Ground,
    known: &Known,
    rows: &HashMap<PersonId, enrolment::Model>,
    places: &HashMap<PersonId, (Placed, i64)>,
) -> Result<(), AppError> {
    let accounts = accounts_of(tx, &rows.values().collect::<Vec<_>>()).await?;
    let (mut confirmed, mut waiting) = (Vec::new(), Vec::new());
    // In the order of their events, as letters go out.
    let mut told: Vec<_> = places.iter().collect();
    told.sort_by_key(|(_, (_, event))| *event);
    for (id, (placed, event)) in told {
        let Some(person) = known.people.get(id) else { continue };
        let Some(to) = recipient(person, accounts.get(&Some(id.0))) else { continue };
        let letter = (to, dedupe_key(*event), placed);
        match placed.position {
            None => confirmed.push(letter),
            Some(_) => waiting.push(letter),
        }
    }
    if let Some((_, _, first)) = confirmed.first() {
        let about = ground.about_place(tx, app, first.enrolment).await?;
        let letters = confirmed.into_iter().map(|(to, key, placed)| {
            let about = About { enrolment: placed.enrolment, ..about.clone() };
            (to, key, Confirmed { about })
        });
        queue_all(tx, app, letters.collect()).await?;
    }
    if let Some((_, _, first)) = waiting.first() {
        let about = ground.about(tx, first.enrolment).await?;
        let letters = waiting.into_iter().map(|(to, key, placed)| {
            let about = About { enrolment: placed.enrolment, ..about.clone() };
            (to, key, Waiting { about, position: placed.position.unwrap_or(1) })
        });
        queue_all(tx, app, letters.collect()).await?;
    }
    Ok(())
}

async fn except(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Enrol,
    row: &enrolment::Model,
    rules: &str,
    reason: &str,
) -> Result<(), AppError> {
    let exception = enrolment_exception::ActiveModel {
        enrolment_id: Set(row.id),
        rules: Set(rules.to_owned()),
        reason: Set(reason.to_owned()),
        granted_by: Set(permit.by().account),
        granted_at: Set(app.clock.now()),
        ..Default::default()
    };
    exception.insert(tx).await?;
    let event = Event {
        cohort_id: Some(row.cohort_id.0),
        detail: json!({ "rules": rules }),
        ..permit.by().event(app.clock.now(), "enrolment.except", ("enrolment", row.id.0))
    };
    Ok(record(tx, event).await?)
}

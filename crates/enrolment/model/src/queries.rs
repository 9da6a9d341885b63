//! Questions about enrolments. Finders take the actor: a foreign row is not found (R60).

mod admission;
mod attribution;
mod learners;
mod oneself;
mod registrations;
mod roll;
mod rulebook;
mod seats;

pub use admission::{certified, exceptions, requirements};
pub use attribution::municipality_at;
pub use learners::{Learner, LearnerName, SelectLearner, learner};
pub use oneself::{own_place, takes_part, waits};
pub use registrations::{held_of, proof_of, registration_of_link, registrations_spent};
pub use roll::{LateSeats, RollRow, late_seats, roll};
pub use rulebook::{Rulebook, facts_of, overlap_note, overlapping_people};
pub use seats::{
    GroupNames, SEATED, SeatForecast, offer_of_link, open_offer, people_of, position, quotas,
    seat_forecast, seated_people, seating, seating_now, waiters, waiting_list_length,
};

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version;
use people_model::entity::person::{self, DocumentType, PersonId};
use people_model::entity::post::{self, Kind, PostId};
use people_model::queries::{Document, Name, holders, records_of};
use platform::search::fold;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use territory_model::entity::{entity, municipality};

use super::entity::enrolment::{self, EnrolmentId, Origin, Stage};
use super::entity::enrolment_event;
use super::policy;

/// A person of a roster, whatever their stage.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RosterRow {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub document_type: DocumentType,
    pub document_number: String,
    #[sea_orm(nested)]
    pub name: Name,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub stage: Stage,
    pub origin: Origin,
    pub queue_number: i64,
    pub created_at: chrono::DateTime<chrono::Utc>,
    pub confirmed_at: Option<chrono::DateTime<chrono::Utc>>,
    pub withdrawn_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Since when the person counts.
    pub counts_since: Option<chrono::DateTime<chrono::Utc>>,
    pub entity: Option<String>,
    pub position: Option<String>,
    pub kind: Option<Kind>,
    pub post: Option<PostId>,
    pub is_vouched: Option<bool>,
    pub municipality_code: Option<String>,
    pub municipality: Option<String>,
}

impl RosterRow {
    /// Whether an administrative career counts for the order of the waiting list.
    pub fn has_career(&self) -> bool {
        self.kind == Some(Kind::Carrera) && self.is_vouched == Some(true)
    }

    /// The post whose declared career waits to be confirmed.
    pub fn career_to_confirm(&self) -> Option<PostId> {
        let awaits = self.kind == Some(Kind::Carrera) && self.is_vouched == Some(false);
        self.post.filter(|_| awaits)
    }
}

/// Most people of one list; a cohort has a thousand seats at most.
const MOST: u64 = 5_000;

/// Returns the people at one stage that this actor sees: the waiting list in its order, the others by
/// surname.
pub async fn people(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: CohortId,
    stage: Stage,
) -> Result<Vec<RosterRow>, DbErr> {
    let which = of_cohort(cohort).add(enrolment::Column::Stage.eq(stage)).add(policy::scope(actor));
    match stage {
        Stage::Waiting => seats::waiting_people(db, which, MOST).await,
        _ => by_surname(db, which).await,
    }
}

/// Returns those of some places of a cohort that this actor sees, by surname.
pub async fn people_at(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: CohortId,
    places: Vec<EnrolmentId>,
) -> Result<Vec<RosterRow>, DbErr> {
    let which = of_cohort(cohort).add(enrolment::Column::Id.is_in(places));
    by_surname(db, which.add(policy::scope(actor))).await
}

/// Returns the place in a cohort, as far as the actor sees it, of whoever has one of these documents.
pub async fn place_of_document(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: CohortId,
    documents: &[Document],
) -> Result<Option<EnrolmentId>, DbErr> {
    let wanted = documents.iter().map(|(kind, number)| (*kind, number.as_str()));
    let holders = holders(db, wanted).await?.into_values();
    let people: Vec<PersonId> =
        holders.map(|holder| holder.survivor.unwrap_or(holder.record).id).collect();
    let which = of_cohort(cohort).add(person::Column::Id.is_in(people));
    let found = by_surname(db, which.add(policy::scope(actor))).await?;
    Ok(found.first().map(|row| row.enrolment))
}

/// Sorted here and not by the database: SQLite puts «Cámbulo» after «Copetón», and what
/// PostgreSQL does depends on how it was installed.
async fn by_surname(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<RosterRow>, DbErr> {
    let mut found: Vec<RosterRow> = rows(which).limit(MOST).into_model().all(db).await?;
    found.sort_by_cached_key(|row| (fold(&row.name.by_surname()), row.enrolment));
    Ok(found)
}

/// People per stage that this actor sees.
pub async fn counts(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: CohortId,
) -> Result<RosterCounts, DbErr> {
    counts_where(db, of_cohort(cohort).add(policy::scope(actor))).await
}

/// People per stage, all of them: numbers that anybody may see, such as free seats.
pub async fn all_counts(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<RosterCounts, DbErr> {
    let counts = counts_where(db, of_cohort(cohort)).await?;
    let held = held_of(db, [cohort]).await?.remove(&cohort).unwrap_or(0);
    Ok(RosterCounts { held, ..counts })
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RosterCounts {
    pub confirmed: u64,
    pub offered: u64,
    pub waiting: u64,
    pub withdrawn: u64,
    /// Seats held by registrations whose mail is not proven yet; counted where all seats are.
    pub held: u64,
}

impl RosterCounts {
    /// Returns how many seats are taken: by people, by offers that wait for their answer and by
    /// registrations that wait for their mail.
    pub fn seated(&self) -> u64 {
        self.confirmed + self.offered + self.held
    }
}

/// [`all_counts`] of many cohorts, with as many statements; a cohort without anybody is left out.
pub async fn counts_of(
    db: &impl ConnectionTrait,
    cohorts: impl IntoIterator<Item = CohortId>,
) -> Result<HashMap<CohortId, RosterCounts>, DbErr> {
    let cohorts: Vec<CohortId> = cohorts.into_iter().collect();
    if cohorts.is_empty() {
        return Ok(HashMap::new());
    }
    let held = held_of(db, cohorts.iter().copied()).await?;
    let those = Condition::all().add(enrolment::Column::CohortId.is_in(cohorts));
    let mut counts = grouped(db, those).await?;
    for (cohort, held) in held {
        counts.entry(cohort).or_default().held = held;
    }
    Ok(counts)
}

async fn counts_where(db: &impl ConnectionTrait, which: Condition) -> Result<RosterCounts, DbErr> {
    Ok(grouped(db, which).await?.into_values().next().unwrap_or_default())
}

async fn grouped(
    db: &impl ConnectionTrait,
    which: Condition,
) -> Result<HashMap<CohortId, RosterCounts>, DbErr> {
    let stages: Vec<(CohortId, Stage, i64)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .column(enrolment::Column::Stage)
        .column_as(enrolment::Column::Id.count(), "people")
        .filter(which)
        .group_by(enrolment::Column::CohortId)
        .group_by(enrolment::Column::Stage)
        .into_tuple()
        .all(db)
        .await?;
    let mut all: HashMap<CohortId, RosterCounts> = HashMap::new();
    for (cohort, stage, people) in stages {
        let counts = all.entry(cohort).or_default();
        let people = u64::try_from(people).unwrap_or(0);
        match stage {
            Stage::Confirmed => counts.confirmed = people,
            Stage::Offered => counts.offered = people,
            Stage::Waiting => counts.waiting = people,
            Stage::Withdrawn => counts.withdrawn = people,
        }
    }
    Ok(all)
}

fn of_cohort(cohort: CohortId) -> Condition {
    Condition::all().add(enrolment::Column::CohortId.eq(cohort))
}

fn rows(which: Condition) -> sea_orm::Select<enrolment::Entity> {
    enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .column_as(person::Column::Id, "person")
        .columns([
            enrolment::Column::Stage,
            enrolment::Column::Origin,
            enrolment::Column::QueueNumber,
            enrolment::Column::CreatedAt,
            enrolment::Column::ConfirmedAt,
            enrolment::Column::WithdrawnAt,
            enrolment::Column::MunicipalityCode,
        ])
        .column_as(enrolment::since(), "counts_since")
        .columns(person::NAME)
        .columns([
            person::Column::DocumentType,
            person::Column::DocumentNumber,
            person::Column::Email,
            person::Column::Phone,
        ])
        .column_as(post::Column::Id, "post")
        .columns([post::Column::Position, post::Column::Kind, post::Column::IsVouched])
        .column_as(entity::Column::Name, "entity")
        .column_as(municipality::Column::Name, "municipality")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .join(JoinType::LeftJoin, post::Relation::Entity.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Municipality.def())
        .filter(which)
}

/// An enrolment that the actor sees, with its cohort.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: EnrolmentId,
) -> Result<(enrolment::Model, cohort::Model), AppError> {
    let found = enrolment::Entity::find_by_id(id)
        .find_also_related(cohort::Entity)
        .filter(policy::scope(actor))
        .one(db)
        .await?;
    match found {
        Some((enrolment, Some(cohort))) => Ok((enrolment, cohort)),
        _ => Err(AppError::NotFound),
    }
}

/// A cohort whose roster the actor opens.
pub async fn cohort_with_roster(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CohortId,
) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id)
        .filter(policy::roster_scope(actor))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// Returns the enrolment of a person in a cohort, if they ever had one.
pub async fn of_person(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    person: PersonId,
) -> Result<Option<enrolment::Model>, DbErr> {
    enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::PersonId.eq(person))
        .one(db)
        .await
}

/// Returns the events of an enrolment, oldest first, with the account of the person who acted.
pub async fn events(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
) -> Result<Vec<(enrolment_event::Model, Option<account::Model>)>, DbErr> {
    enrolment_event::Entity::find()
        .find_also_related(account::Entity)
        .filter(enrolment_event::Column::EnrolmentId.eq(id))
        .order_by_asc(enrolment_event::Column::Id)
        .limit(200)
        .all(db)
        .await
}

/// An enrolment of one person, as lists show it.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct OwnEnrolmentRow {
    pub enrolment: EnrolmentId,
    #[example(Stage::Confirmed)]
    pub stage: Stage,
    pub course: String,
    pub cohort: String,
    pub starts_on: chrono::NaiveDate,
    pub ends_on: chrono::NaiveDate,
    #[example(cohort::Stage::Running)]
    pub cohort_stage: cohort::Stage,
}

/// Returns the enrolments of a person, the latest cohort first; `seen_by` narrows them to those
/// that this actor sees.
pub async fn of_one(
    db: &impl ConnectionTrait,
    person: PersonId,
    seen_by: Option<&Actor>,
) -> Result<Vec<OwnEnrolmentRow>, DbErr> {
    let seen = seen_by.map_or_else(Condition::all, policy::scope);
    enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .column_as(enrolment::Column::Stage, "stage")
        .column_as(course_version::Column::Name, "course")
        .column_as(cohort::Column::Name, "cohort")
        .column_as(cohort::Column::StartsOn, "starts_on")
        .column_as(cohort::Column::EndsOn, "ends_on")
        .column_as(cohort::Column::Stage, "cohort_stage")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(enrolment::Column::PersonId.in_subquery(records_of(person)))
        .filter(seen)
        .order_by_desc(cohort::Column::StartsOn)
        .order_by_desc(enrolment::Column::Id)
        .limit(100)
        .into_model()
        .all(db)
        .await
}

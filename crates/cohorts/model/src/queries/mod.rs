//! Questions about cohorts: one within the actor's scope, its sessions and municipalities.

mod booked;
mod head;
mod lists;
mod short;
mod venues;

pub use booked::{HoursQuery, SimilarCohort, booked_sessions, same_subject};
pub use head::{CohortHead, cohort_head};
pub use lists::{
    BY_COURSE, BY_NAME, BY_SEATS, BY_START, COHORT_ORDERS, CatalogueFilter, CohortFilter,
    ListedCohort, departments_on_offer, municipalities_of, on_offer, open_on, within_scope,
    within_scope_whole,
};
pub use short::{AwaitedClosing, closings_to_confirm, short_closing_of};
pub use venues::{
    VenueBooking, find_rooms, is_town_unknown, place_names, small_venue, town_of_venues, venue,
    venue_bookings, venue_labels, venues_within,
};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _,
};

use capacities_model::entity::capacity;
use courses_model::entity::course_version::{self, CourseVersionId};
use courses_model::entity::{course, course_version_capacity};
use history_model::entity::history_event;
use platform::errors::AppError;
use sign_in_model::actor::Actor;
use territory_model::contacts::unit_with_contact;
use territory_model::queries::{NamedMunicipality, places};

use super::entity::cohort::{self, CohortId};
use super::entity::cohort_municipality;
use super::entity::session::{self, SessionId};
use super::labels;
use super::policy::{self, CohortFacts};

/// A cohort with what names it.
#[derive(Clone, Debug)]
pub struct CohortRow {
    pub cohort: cohort::Model,
    pub version: course_version::Model,
    pub course: course::Model,
    pub unit_name: String,
    /// Whom to ask at the unit, in a sentence.
    pub contact: Option<String>,
}

impl CohortRow {
    /// Returns the facts that policies need.
    pub fn facts(&self) -> CohortFacts {
        CohortFacts::from(&self.cohort)
    }

    /// The rule of its certificate in plain words.
    pub fn rule(&self) -> String {
        labels::rule(&self.cohort, &self.version)
    }

    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub fn title(&self) -> String {
        format!("{}, cohorte {}", self.version.name, self.cohort.name)
    }
}

/// The cohort, if the actor sees it; foreign and absent look alike (R60).
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CohortId,
) -> Result<CohortRow, AppError> {
    let found = cohort::Entity::find_by_id(id)
        .filter(policy::scope(actor))
        .find_also_related(course_version::Entity)
        .one(db)
        .await?;
    with_names(db, found).await?.ok_or(AppError::NotFound)
}

/// Whether the actor sees the cohort.
pub async fn sees(db: &impl ConnectionTrait, actor: &Actor, id: CohortId) -> Result<bool, DbErr> {
    let seen = cohort::Entity::find_by_id(id).filter(policy::scope(actor)).count(db).await?;
    Ok(seen > 0)
}

/// The cohort without asking who looks: for commands, whose permit was the question.
pub async fn get(db: &impl ConnectionTrait, id: CohortId) -> Result<CohortRow, AppError> {
    let found =
        cohort::Entity::find_by_id(id).find_also_related(course_version::Entity).one(db).await?;
    with_names(db, found).await?.ok_or(AppError::NotFound)
}

/// The cohort of a public address, unless it is a draft.
pub async fn find_public(db: &impl ConnectionTrait, code: &str) -> Result<CohortRow, AppError> {
    let found = cohort::Entity::find()
        .filter(cohort::Column::PublicCode.eq(code))
        .filter(cohort::Column::Stage.ne(cohort::Stage::Draft))
        .find_also_related(course_version::Entity)
        .one(db)
        .await?;
    with_names(db, found).await?.ok_or(AppError::NotFound)
}

/// A session and its cohort, if the actor sees the cohort.
pub async fn session(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SessionId,
) -> Result<(session::Model, CohortRow), AppError> {
    let session = session::Entity::find_by_id(id).one(db).await?;
    let session = session.ok_or(AppError::NotFound)?;
    let cohort = find(db, actor, session.cohort_id).await?;
    Ok((session, cohort))
}

async fn with_names(
    db: &impl ConnectionTrait,
    found: Option<(cohort::Model, Option<course_version::Model>)>,
) -> Result<Option<CohortRow>, DbErr> {
    let Some((cohort, Some(version))) = found else {
        return Ok(None);
    };
    let course = course::Entity::find_by_id(version.course_id).one(db).await?;
    let unit = unit_with_contact(db, &cohort.unit_code).await?;
    let (unit_name, contact) = unit.map(|(unit, contact)| (unit.name, contact)).unwrap_or_default();
    Ok(course.map(|course| CohortRow { cohort, version, course, unit_name, contact }))
}

/// The sessions in order, cancelled ones too; bounded by [`super::rules::MOST_SESSIONS`].
pub async fn sessions(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<session::Model>, DbErr> {
    session::Entity::find()
        .filter(session::Column::CohortId.eq(cohort))
        .order_by_asc(session::Column::Position)
        .all(db)
        .await
}

/// The municipalities a cohort is for, by department and name.
pub async fn municipalities(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    places()
        .join_rev(JoinType::InnerJoin, cohort_municipality::Relation::Municipality.def())
        .filter(cohort_municipality::Column::CohortId.eq(cohort))
        .into_model::<NamedMunicipality>()
        .all(db)
        .await
}

/// The capacities that a version builds: name and the evidence expected of each (R1).
pub async fn capacities(
    db: &impl ConnectionTrait,
    version: CourseVersionId,
) -> Result<Vec<(String, String)>, DbErr> {
    let rows = course_version_capacity::Entity::find()
        .filter(course_version_capacity::Column::CourseVersionId.eq(version))
        .find_also_related(capacity::Entity)
        .order_by_asc(course_version_capacity::Column::CapacityCode)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(row, capacity)| Some((capacity?.name, row.evidence)))
        .collect())
}

/// Returns the number of the history event that last saved the cohort's data; 0 means that there is
/// none. A form carries it, so that two people who change the same cohort learn of each other.
pub async fn last_saved(db: &impl ConnectionTrait, id: CohortId) -> Result<i64, DbErr> {
    use history_event::Column;
    let last: Option<i64> = history_event::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::CohortId.eq(id.0))
        .filter(Column::Action.eq("cohorts.save"))
        .order_by_desc(Column::Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.unwrap_or_default())
}

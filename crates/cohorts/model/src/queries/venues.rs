//! Questions about venues: those that places name, and the sessions that are in them.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _, Select,
};

use courses_model::entity::course_version::{self, Modality};
use platform::errors::AppError;
use platform::numbers::some;
use platform::texts::say;
use sign_in_model::actor::Actor;
use territory_model::editions::country;
use territory_model::entity::municipality;
use territory_model::queries::{NamedMunicipality, served_by};

use crate::clashes::{PlannedMeeting, room};
use crate::entity::cohort::{self, CohortId};
use crate::entity::cohort_municipality;
use crate::entity::session::{self, SessionId};
use crate::entity::session_venue;
use crate::entity::venue::{self, VenueId};
use crate::policy;
use crate::venues::{PlaceNames, VenueTime, main_town, venue_of, words};

/// Venues that one page lists.
const MOST: u64 = 1_000;

/// Writes down which venue each planned meeting takes, for a cohort of these municipalities.
async fn find_venues(
    db: &impl ConnectionTrait,
    municipalities: &[String],
    meetings: &mut [PlannedMeeting],
) -> Result<(), DbErr> {
    let places: BTreeSet<String> =
        meetings.iter().filter_map(|planned| planned.place.as_deref().map(words)).collect();
    if places.is_empty() {
        return Ok(());
    }
    let said = || places.iter().map(String::as_str);
    let at_home = Condition::all()
        .add(venue::Column::SearchName.is_in(said()))
        .add(venue::Column::MunicipalityCode.is_in(municipalities.iter().map(String::as_str)));
    let anywhere = Condition::any()
        .add(venue::Column::SearchFull.is_in(said()))
        .add(venue::Column::SearchLong.is_in(said()))
        .add(at_home);
    let venues = venue::Entity::find().filter(anywhere).all(db).await?;
    for planned in meetings {
        let place = planned.place.as_deref().map(words);
        planned.venue = place.and_then(|place| venue_of(&venues, &place, municipalities));
    }
    Ok(())
}

/// Writes down the venue and the room of each planned meeting, and returns the names that tell the rooms
/// of others; none where nobody meets in a room. Two statements at most.
pub async fn find_rooms(
    db: &impl ConnectionTrait,
    municipalities: &[String],
    meetings: &mut [PlannedMeeting],
) -> Result<PlaceNames, DbErr> {
    find_venues(db, municipalities, meetings).await?;
    if meetings.iter().all(|planned| planned.place.is_none()) {
        return Ok(PlaceNames::default());
    }
    let names = place_names(db).await?;
    for planned in meetings {
        planned.room = planned.place.as_deref().map(|place| names.room(place, municipalities));
    }
    Ok(names)
}

/// The names of all municipalities, taken apart once for each edition of them.
pub async fn place_names(db: &impl ConnectionTrait) -> Result<PlaceNames, DbErr> {
    static KEPT: Mutex<Option<(Arc<Vec<NamedMunicipality>>, PlaceNames)>> = Mutex::new(None);
    let all = country(db).await?;
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, names)) = kept.as_ref().filter(|(known, _)| Arc::ptr_eq(known, &all)) {
        return Ok(names.clone());
    }
    let names = PlaceNames::new(&all);
    *kept = Some((all, names.clone()));
    Ok(names)
}

/// The venues of these sessions.
pub(super) async fn venues_of(
    db: &impl ConnectionTrait,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, VenueId>, DbErr> {
    let rows: Vec<(SessionId, VenueId)> = session_venue::Entity::find()
        .select_only()
        .columns([session_venue::Column::SessionId, session_venue::Column::VenueId])
        .filter(session_venue::Column::SessionId.is_in(sessions.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The municipality whose venues had most of the hours that a cohort was taught; `None` where no session
/// that was held is in a venue.
pub async fn town_of_venues(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Option<String>, DbErr> {
    let times = held_in_venues(cohort)
        .column(venue::Column::MunicipalityCode)
        .columns([session::Column::StartsAt, session::Column::EndsAt])
        .join(JoinType::InnerJoin, session_venue::Relation::Venue.def())
        .order_by_asc(session::Column::StartsAt)
        .into_model::<VenueTime>()
        .all(db)
        .await?;
    Ok(main_town(&times).map(str::to_owned))
}

/// Whether a cohort is for several municipalities and no venue says in which it was taught. One statement.
pub async fn is_town_unknown(db: &impl ConnectionTrait, cohort: CohortId) -> Result<bool, DbErr> {
    let venues = held_in_venues(cohort).column(session_venue::Column::VenueId).into_query();
    let towns = cohort_municipality::Entity::find()
        .filter(cohort_municipality::Column::CohortId.eq(cohort))
        .filter(Expr::exists(venues).not())
        .count(db)
        .await?;
    Ok(towns > 1)
}

/// The sessions of a cohort that were held in a venue; nothing of them is selected yet.
fn held_in_venues(cohort: CohortId) -> Select<session_venue::Entity> {
    use session::{Column, Stage};
    session_venue::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, session_venue::Relation::Session.def())
        .filter(Column::CohortId.eq(cohort))
        .filter(Column::Stage.is_in([Stage::Held, Stage::Closed]))
}

/// Says when a venue seats fewer people than the cohort has places; the first of these meetings that does.
pub async fn small_venue(
    db: &impl ConnectionTrait,
    municipalities: &[String],
    meetings: &mut [PlannedMeeting],
    seats: i32,
) -> Result<Option<String>, DbErr> {
    find_venues(db, municipalities, meetings).await?;
    let taken: BTreeSet<VenueId> = meetings.iter().filter_map(|planned| planned.venue).collect();
    if taken.is_empty() {
        return Ok(None);
    }
    let small = venue::Entity::find()
        .filter(venue::Column::Id.is_in(taken))
        .filter(venue::Column::Capacity.lt(seats))
        .one(db)
        .await?;
    let capacity = small.and_then(|venue| venue.capacity);
    Ok(capacity.map(|capacity| {
        let facts = [
            ("capacity", some(capacity, "puesto", "puestos")),
            ("seats", some(seats, "cupo", "cupos")),
        ];
        say("cohorts.venue_small", &facts)
    }))
}

/// The venues that the actor keeps, by municipality and name.
pub async fn venues_within(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<venue::Model>, DbErr> {
    venue::Entity::find()
        .filter(policy::venue_scope(actor))
        .order_by_asc(venue::Column::MunicipalityCode)
        .order_by_asc(venue::Column::SearchName)
        .limit(MOST)
        .all(db)
        .await
}

/// The venues of the municipalities that a unit serves, as a place names them from anywhere.
pub async fn venue_labels(db: &impl ConnectionTrait, unit: &str) -> Result<Vec<String>, DbErr> {
    let rows = venue::Entity::find()
        .find_also_related(municipality::Entity)
        .filter(venue::Column::MunicipalityCode.in_subquery(served_by(&[unit])))
        .order_by_asc(venue::Column::SearchName)
        .order_by_asc(venue::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let named = |(venue, place): (venue::Model, Option<municipality::Model>)| match place {
        Some(place) => format!("{}, {}", venue.name, place.name),
        None => venue.name,
    };
    Ok(rows.into_iter().map(named).collect())
}

/// One venue within the actor's scope.
///
/// # Errors
/// `NotFound` when it is of elsewhere or none.
pub async fn venue(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: VenueId,
) -> Result<venue::Model, AppError> {
    let found = venue::Entity::find_by_id(id).filter(policy::venue_scope(actor)).one(db).await?;
    found.ok_or(AppError::NotFound)
}

/// The venue that each session still to come should be in by its place, and the one that is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VenueBooking {
    pub session: SessionId,
    pub by_place: Option<VenueId>,
    pub written: Option<VenueId>,
}

/// Reads the places of all sessions still to come beside the whole catalogue.
pub async fn venue_bookings(db: &impl ConnectionTrait) -> Result<Vec<VenueBooking>, DbErr> {
    let venues = venue::Entity::find().all(db).await?;
    let written: HashMap<SessionId, VenueId> = session_venue::Entity::find()
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.session_id, row.venue_id))
        .collect();
    if venues.is_empty() && written.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (SessionId, CohortId, Option<String>, String, Modality);
    let sessions: Vec<Row> = session::Entity::find()
        .select_only()
        .columns([session::Column::Id, session::Column::CohortId, session::Column::Place])
        .column(cohort::Column::PlaceText)
        .column(course_version::Column::Modality)
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(session::Column::Stage.eq(session::Stage::Planned))
        .order_by_asc(session::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let mut reached: HashMap<CohortId, Vec<String>> = HashMap::new();
    for row in cohort_municipality::Entity::find().all(db).await? {
        reached.entry(row.cohort_id).or_default().push(row.municipality_code);
    }
    Ok(sessions
        .into_iter()
        .map(|(session, cohort, place, cohort_place, modality)| {
            let place = room(place.as_deref().unwrap_or(&cohort_place), modality);
            let own = reached.get(&cohort).map_or(&[][..], Vec::as_slice);
            let by_place = place.and_then(|place| venue_of(&venues, &words(place), own));
            VenueBooking { session, by_place, written: written.get(&session).copied() }
        })
        .collect())
}

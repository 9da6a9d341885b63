//! What already has its hour, to plan around it: sessions that share a facilitator or a
//! municipality, and cohorts of the same subject (R12, R13).

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use courses_model::entity::course;
use courses_model::entity::course_version::{self, Modality};
use sign_in_model::entity::account::AccountId;
use territory_model::entity::municipality;

use super::venues::venues_of;
use crate::clashes::{BookedSession, PlannedMeeting, room};
use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::cohort_municipality;
use crate::entity::session::{self, SessionId};
use crate::entity::session_venue;
use crate::entity::venue::VenueId;
use crate::rules;
use crate::venues::PlaceNames;

/// Sessions looked at: more than a unit holds in a season, and those of the country at the same hours.
const MOST: u64 = 5_000;
/// Cohorts of the same subject that are told.
const MOST_TOLD: u64 = 60;
/// How far back the same subject counts as the same effort (R13).
const RECENT: Months = Months::new(12);

/// The time, people and places for which booked sessions are looked up.
#[derive(Clone, Copy, Debug, Default)]
pub struct HoursQuery<'a> {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub facilitators: &'a [AccountId],
    /// DIVIPOLA codes.
    pub municipalities: &'a [String],
    /// What is planned, for the rooms, the venues and the links that it takes.
    pub meetings: &'a [PlannedMeeting],
    /// The names that tell the rooms of others. `None` means that nobody asks for rooms.
    pub names: Option<&'a PlaceNames>,
    /// The cohort being planned, when it exists: its own sessions are looked at elsewhere.
    pub except: Option<CohortId>,
    /// The unit that plans. Drafts of other units keep their hour and are not named.
    pub unit: &'a str,
}

#[derive(FromQueryResult)]
struct BookedSessionRow {
    id: SessionId,
    cohort_id: CohortId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    facilitator_account_id: Option<AccountId>,
    place: Option<String>,
    link: Option<String>,
    place_text: String,
    name: String,
    stage: Stage,
    unit_code: String,
    modality: Modality,
}

/// Returns the sessions of those facilitators and municipalities within the time of the query, and those
/// of elsewhere that meet somewhere at the hour of a meeting with a room.
pub async fn booked_sessions(
    db: &impl ConnectionTrait,
    query: HoursQuery<'_>,
) -> Result<Vec<BookedSession>, DbErr> {
    let codes = || query.municipalities.iter().map(String::as_str);
    let reached = Query::select()
        .column(cohort_municipality::Column::CohortId)
        .from(cohort_municipality::Entity)
        .and_where(cohort_municipality::Column::MunicipalityCode.is_in(codes()))
        .to_owned();
    let venues: BTreeSet<VenueId> = query.meetings.iter().filter_map(|one| one.venue).collect();
    let links: BTreeSet<&str> =
        query.meetings.iter().filter_map(|one| one.link.as_deref()).collect();
    let in_venues = Query::select()
        .column(session_venue::Column::SessionId)
        .from(session_venue::Entity)
        .and_where(session_venue::Column::VenueId.is_in(venues.iter().copied()))
        .to_owned();
    // A place may name any municipality, and only its words tell which.
    let mut at_the_hour = Condition::any();
    for planned in query.meetings.iter().filter(|planned| planned.room.is_some()) {
        let meeting = &planned.meeting;
        let overlaps = Condition::all()
            .add(session::Column::StartsAt.lt(meeting.ends_at))
            .add(session::Column::EndsAt.gt(meeting.starts_at));
        at_the_hour = at_the_hour.add(overlaps);
    }
    let mut others = Condition::any()
        .add(session::Column::FacilitatorAccountId.is_in(query.facilitators.iter().copied()))
        .add(session::Column::CohortId.in_subquery(reached))
        .add(session::Column::Id.in_subquery(in_venues))
        .add(session::Column::Link.is_in(links));
    if !at_the_hour.is_empty() {
        let somewhere = course_version::Column::Modality.ne(Modality::Virtual);
        others = others.add(Condition::all().add(somewhere).add(at_the_hour));
    }
    let mut rows = session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::CohortId,
            session::Column::StartsAt,
            session::Column::EndsAt,
            session::Column::FacilitatorAccountId,
            session::Column::Place,
            session::Column::Link,
        ])
        .columns([
            cohort::Column::PlaceText,
            cohort::Column::Name,
            cohort::Column::Stage,
            cohort::Column::UnitCode,
        ])
        .column(course_version::Column::Modality)
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::StartsAt.lt(query.to))
        // No session is longer than a day: the index of starts bounds the search on both sides.
        .filter(session::Column::StartsAt.gt(query.from - TimeDelta::hours(24)))
        .filter(session::Column::EndsAt.gt(query.from))
        .filter(others);
    if let Some(own) = query.except {
        rows = rows.filter(session::Column::CohortId.ne(own));
    }
    let rows: Vec<BookedSessionRow> =
        rows.order_by_asc(session::Column::StartsAt).limit(MOST).into_model().all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut cohorts: Vec<CohortId> = rows.iter().map(|row| row.cohort_id).collect();
    cohorts.sort_unstable();
    cohorts.dedup();
    let places: Vec<(CohortId, String, String)> = cohort_municipality::Entity::find()
        .select_only()
        .columns([
            cohort_municipality::Column::CohortId,
            cohort_municipality::Column::MunicipalityCode,
        ])
        .column(municipality::Column::Name)
        .join(JoinType::InnerJoin, cohort_municipality::Relation::Municipality.def())
        .filter(cohort_municipality::Column::CohortId.is_in(cohorts))
        .order_by_asc(municipality::Column::SearchName)
        .into_tuple()
        .all(db)
        .await?;
    // Of each cohort all its municipalities, and the names of those that it shares.
    let mut reaches: HashMap<CohortId, (Vec<String>, Vec<String>)> = HashMap::new();
    for (cohort, code, name) in places {
        let (codes, shared) = reaches.entry(cohort).or_default();
        if query.municipalities.contains(&code) {
            shared.push(name);
        }
        codes.push(code);
    }
    let booked = match venues.is_empty() {
        true => HashMap::new(),
        false => {
            let sessions: Vec<SessionId> = rows.iter().map(|row| row.id).collect();
            venues_of(db, &sessions).await?
        }
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let (own, municipalities) = reaches.get(&row.cohort_id).cloned().unwrap_or_default();
            let known = row.unit_code == query.unit || rules::is_public(row.stage);
            let place = room(row.place.as_ref().unwrap_or(&row.place_text), row.modality);
            BookedSession {
                session: row.id,
                cohort: row.cohort_id,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                facilitator: row.facilitator_account_id,
                room: place.zip(query.names).map(|(place, names)| names.room(place, &own)),
                venue: booked.get(&row.id).copied(),
                link: row.link,
                municipalities,
                name: known.then_some(row.name),
            }
        })
        .collect())
}

/// A cohort of the same subject in a municipality, not long ago or already planned.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SimilarCohort {
    pub id: CohortId,
    pub cohort: String,
    pub unit_code: String,
    pub municipality: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// Cohorts of the subject that reach the municipalities and ended within the year before
/// `first_day`, or are still to come: effort that may be done twice (R13).
pub async fn same_subject(
    db: &impl ConnectionTrait,
    subject: &str,
    municipalities: &[String],
    first_day: NaiveDate,
) -> Result<Vec<SimilarCohort>, DbErr> {
    let since = first_day.checked_sub_months(RECENT).unwrap_or(first_day);
    cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .column_as(cohort::Column::Name, "cohort")
        .column_as(municipality::Column::Name, "municipality")
        .columns([cohort::Column::UnitCode, cohort::Column::StartsOn, cohort::Column::EndsOn])
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join(JoinType::InnerJoin, course_version::Relation::Course.def())
        .join_rev(JoinType::InnerJoin, cohort_municipality::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort_municipality::Relation::Municipality.def())
        .filter(course::Column::Subject.eq(subject))
        .filter(
            cohort_municipality::Column::MunicipalityCode
                .is_in(municipalities.iter().map(String::as_str)),
        )
        .filter(cohort::Column::Stage.is_in([
            Stage::Tentative,
            Stage::Confirmed,
            Stage::Running,
            Stage::Closed,
        ]))
        .filter(cohort::Column::EndsOn.gte(since))
        .order_by_desc(cohort::Column::EndsOn)
        .order_by_asc(cohort::Column::Id)
        .order_by_asc(municipality::Column::SearchName)
        .limit(MOST_TOLD)
        .into_model()
        .all(db)
        .await
}

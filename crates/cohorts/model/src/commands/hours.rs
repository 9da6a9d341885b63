//! The hours that sessions take: of a person and of a room, under lock, so that two cohorts cannot
//! take the same one at once (R12).

use std::collections::BTreeSet;

use sea_orm::sea_query::{LockType, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use courses_model::entity::course_version::{self, CourseVersionId, Modality};
use platform::dates;
use platform::db::take_turns;
use platform::errors::refuse;
use sign_in_model::actor::Role;
use sign_in_model::entity::account::{self, AccountId};
use sign_in_model::entity::role_grant;
use territory_model::entity::municipality;

use super::CohortResult;
use crate::clashes::{BookedSession, Clash, PlannedMeeting, clashes};
use crate::entity::cohort::{self, CohortId};
use crate::entity::session::SessionId;
use crate::entity::venue::VenueId;
use crate::entity::{cohort_municipality, session_venue};
use crate::queries::{HoursQuery, booked_sessions, find_rooms};
use crate::refusals::CohortRefusal;

/// The cohort whose sessions are planned, as far as it matters for the hours they may take.
pub struct PlanningScope<'a> {
    /// `None` means that the cohort is being created.
    pub cohort: Option<CohortId>,
    pub unit: &'a str,
    /// Codes of its municipalities, whose rows this transaction has locked.
    pub municipalities: Vec<String>,
}

impl<'a> PlanningScope<'a> {
    /// Reads and locks the municipalities of an existing cohort. The caller has locked the row of
    /// the cohort.
    pub(super) async fn of(
        tx: &DatabaseTransaction,
        cohort: &'a cohort::Model,
    ) -> CohortResult<Self> {
        let own = Query::select()
            .column(cohort_municipality::Column::MunicipalityCode)
            .from(cohort_municipality::Entity)
            .and_where(cohort_municipality::Column::CohortId.eq(cohort.id))
            .to_owned();
        let codes = municipality::Column::Code.in_subquery(own);
        let municipalities = lock_municipalities(tx, codes).await?;
        Ok(Self { cohort: Some(cohort.id), unit: &cohort.unit_code, municipalities })
    }

    /// Locks the municipalities that the cohort will have, whatever it had before.
    pub async fn with(
        tx: &DatabaseTransaction,
        cohort: Option<CohortId>,
        unit: &'a str,
        codes: &[String],
    ) -> CohortResult<Self> {
        let codes = municipality::Column::Code.is_in(codes.iter().map(String::as_str));
        Ok(Self { cohort, unit, municipalities: lock_municipalities(tx, codes).await? })
    }
}

/// Locks the municipalities, so that two transactions that take rooms in one municipality take
/// turns. They lock in the order of the codes, which rules out a deadlock, and with `NoKeyUpdate`,
/// which does not block people who enrol meanwhile.
async fn lock_municipalities(
    tx: &DatabaseTransaction,
    codes: impl Into<sea_orm::Condition>,
) -> Result<Vec<String>, DbErr> {
    let locked = municipality::Entity::find()
        .filter(codes.into())
        .order_by_asc(municipality::Column::Code)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    Ok(locked.into_iter().map(|place| place.code).collect())
}

/// Returns the modality of a version. A course at a distance takes no room.
pub(super) async fn modality(
    tx: &impl ConnectionTrait,
    version: CourseVersionId,
) -> Result<Modality, DbErr> {
    let version = course_version::Entity::find_by_id(version).one(tx).await?;
    Ok(version.map_or(Modality::Presencial, |version| version.modality))
}

/// Refuses the first meeting whose facilitator is none or teaches elsewhere then, or whose room
/// or link is taken. Writes down the venue of each.
pub async fn free(
    tx: &DatabaseTransaction,
    scope: &PlanningScope<'_>,
    meetings: &mut [PlannedMeeting],
) -> CohortResult<()> {
    let wrong =
        |index, refusal| refuse(CohortRefusal::InSession { index, refusal: Box::new(refusal) });
    let mut facilitators: Vec<AccountId> =
        meetings.iter().filter_map(|planned| planned.facilitator).collect();
    facilitators.sort_unstable();
    facilitators.dedup();
    let able = lock_facilitators(tx, &facilitators).await?;
    let unable = meetings
        .iter()
        .position(|planned| planned.facilitator.is_some_and(|account| !able.contains(&account)));
    if let Some(index) = unable {
        return wrong(index, CohortRefusal::NotAFacilitator);
    }
    let starts = meetings.iter().map(|planned| planned.meeting.starts_at).min();
    let ends = meetings.iter().map(|planned| planned.meeting.ends_at).max();
    let (Some(from), Some(to)) = (starts, ends) else {
        return Ok(());
    };
    let names = find_rooms(tx, &scope.municipalities, meetings).await?;
    // A room has no row of its own time: whoever takes it, or meets by one link, takes turns. One that is in
    // the catalogue may be written so that it is not found there: its words are a turn too.
    let keys: BTreeSet<String> = meetings
        .iter()
        .flat_map(|planned| {
            let venue = planned.venue.map(|venue| format!("venue {venue}"));
            let room = planned.room.as_ref().map(|room| format!("room {}", room.name));
            let link = planned.link.as_ref().map(|link| format!("link {link}"));
            venue.into_iter().chain(room).chain(link)
        })
        .collect();
    take_turns(tx, &keys.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let query = HoursQuery {
        from,
        to,
        facilitators: &facilitators,
        meetings,
        names: Some(&names),
        municipalities: &scope.municipalities,
        except: scope.cohort,
        unit: scope.unit,
    };
    let others = booked_sessions(tx, query).await?;
    for (index, planned) in meetings.iter().enumerate() {
        let blocking = clashes(planned, &others);
        if let Some(refusal) = blocking.iter().find_map(refusal_of) {
            return wrong(index, refusal);
        }
    }
    Ok(())
}

/// Returns with what a clash forbids a meeting; `None` where it is only told.
pub fn refusal_of(clash: &Clash<'_>) -> Option<CohortRefusal> {
    match *clash {
        Clash::Facilitator(other) => Some(CohortRefusal::FacilitatorBusy { when: when(other) }),
        Clash::Room(other) => Some(CohortRefusal::RoomTaken { when: when(other) }),
        Clash::Link(other) => Some(CohortRefusal::LinkTaken { when: when(other) }),
        Clash::Municipality(_) => None,
    }
}

/// Locks the accounts and returns those that are active and may facilitate.
async fn lock_facilitators(
    tx: &DatabaseTransaction,
    accounts: &[AccountId],
) -> Result<Vec<AccountId>, DbErr> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let active = account::Entity::find()
        .filter(account::Column::Id.is_in(accounts.iter().copied()))
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let granted: Vec<AccountId> = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(role_grant::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(role_grant::Column::Role.eq(Role::Facilitator))
        .into_tuple()
        .all(tx)
        .await?;
    let able = active.into_iter().map(|account| account.id);
    Ok(able.filter(|account| granted.contains(account)).collect())
}

/// Writes down which venue each of these sessions takes, instead of what was written before.
pub async fn book(
    tx: &DatabaseTransaction,
    sessions: &[(SessionId, Option<VenueId>)],
) -> Result<(), DbErr> {
    session_venue::Entity::delete_many()
        .filter(session_venue::Column::SessionId.is_in(sessions.iter().map(|(id, _)| *id)))
        .exec(tx)
        .await?;
    let taken = sessions.iter().filter_map(|(id, venue)| {
        let (session_id, venue_id) = (Set(*id), Set((*venue)?));
        Some(session_venue::ActiveModel { session_id, venue_id })
    });
    let taken: Vec<session_venue::ActiveModel> = taken.collect();
    if !taken.is_empty() {
        session_venue::Entity::insert_many(taken).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// «Meta 2026-2, 24/11/2026, 8:00 a. m. a 12:00 p. m.»; the draft of another unit is not named.
fn when(other: &BookedSession) -> String {
    let span = dates::day_and_span(other.starts_at, other.ends_at);
    match &other.name {
        Some(name) => format!("{name}, {span}"),
        None => span,
    }
}

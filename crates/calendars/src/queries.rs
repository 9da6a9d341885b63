//! What stands in somebody's calendar.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::entity::session_change;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment;
use platform::secrets;
use sign_in_model::entity::account;

use super::entity::calendar_address;

/// A calendar reaches so far back…
const BACK: TimeDelta = TimeDelta::days(180);
/// …and holds no more than this; nobody meets so often.
const MOST: u64 = 500;

/// The account whose calendar has this secret, unless it is suspended.
pub async fn owner(
    db: &impl ConnectionTrait,
    secret: &str,
) -> Result<Option<account::Model>, DbErr> {
    let address = calendar_address::Entity::find()
        .filter(calendar_address::Column::TokenHash.eq(secrets::digest(secret)))
        .one(db)
        .await?;
    let Some(address) = address else { return Ok(None) };
    account::Entity::find_by_id(address.account_id)
        .filter(account::Column::IsActive.eq(true))
        .one(db)
        .await
}

/// When the account's address was made, if it has one.
pub async fn since(
    db: &impl ConnectionTrait,
    account: account::AccountId,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let address = calendar_address::Entity::find_by_id(account).one(db).await?;
    Ok(address.map(|address| address.created_at))
}

/// A cohort and the course it teaches.
pub type CohortCourse = (cohort::Model, course_version::Model);

/// The sessions that somebody attends or teaches, cancelled ones too (calendars strike them out),
/// with what names their cohorts.
pub async fn sessions(
    db: &impl ConnectionTrait,
    owner: &account::Model,
    now: DateTime<Utc>,
) -> Result<(Vec<session::Model>, HashMap<CohortId, CohortCourse>), DbErr> {
    let mut which = Condition::any().add(session::Column::FacilitatorAccountId.eq(owner.id));
    if let Some(person) = owner.person_id {
        let attended = enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::CohortId)
            .filter(enrolment::Column::PersonId.eq(person))
            .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
            .into_query();
        which = which.add(session::Column::CohortId.in_subquery(attended));
    }
    let sessions = session::Entity::find()
        .inner_join(cohort::Entity)
        .filter(which)
        .filter(session::Column::StartsAt.gt(now - BACK))
        .filter(cohort::Column::Stage.ne(cohort::Stage::Draft))
        .order_by_asc(session::Column::StartsAt)
        .limit(MOST)
        .all(db)
        .await?;
    let mut ids: Vec<CohortId> = sessions.iter().map(|session| session.cohort_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let cohorts = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(ids))
        .find_also_related(course_version::Entity)
        .all(db)
        .await?;
    let named = cohorts
        .into_iter()
        .filter_map(|(cohort, version)| Some((cohort.id, (cohort, version?))))
        .collect();
    Ok((sessions, named))
}

/// How many changes of these sessions are read; a session moves a few times.
const MOST_CHANGES: u64 = 5_000;

/// When each of the sessions changed last: it was added, moved or cancelled.
pub async fn changes(
    db: &impl ConnectionTrait,
    sessions: &[session::Model],
) -> Result<HashMap<SessionId, DateTime<Utc>>, DbErr> {
    let mut last: HashMap<SessionId, DateTime<Utc>> = sessions
        .iter()
        .map(|session| (session.id, session.cancelled_at.unwrap_or(session.created_at)))
        .collect();
    let told: Vec<(Option<SessionId>, DateTime<Utc>)> = session_change::Entity::find()
        .select_only()
        .columns([session_change::Column::SessionId, session_change::Column::At])
        .filter(session_change::Column::SessionId.is_in(sessions.iter().map(|session| session.id)))
        .order_by_desc(session_change::Column::At)
        .limit(MOST_CHANGES)
        .into_tuple()
        .all(db)
        .await?;
    for (session, at) in told {
        let Some(session) = session else { continue };
        let known = last.entry(session).or_insert(at);
        *known = at.max(*known);
    }
    Ok(last)
}

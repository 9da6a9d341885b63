//! What telephones are given, and what of theirs waits for somebody.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::roll;
use platform::secrets;
use sign_in_model::actor::Actor;
use sign_in_model::entity::account::AccountId;

use super::entity::field_device;
use super::wire;
use crate::entity::attendance_mark::{self, MarkId, Method, State};
use crate::entity::attendance_summary;
use crate::rules;

/// A telephone is given the sessions from this long ago to this far ahead.
const BEFORE: TimeDelta = TimeDelta::days(2);
const AFTER: TimeDelta = TimeDelta::days(14);
/// The most sessions that a telephone is given: nobody teaches more in these days.
const MOST_SESSIONS: u64 = 60;

/// Returns the telephone with this token; `None` when its owner emptied it.
pub async fn device(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<field_device::Model>, DbErr> {
    field_device::Entity::find()
        .filter(field_device::Column::TokenDigest.eq(secrets::digest(token)))
        .filter(field_device::Column::LeftAt.is_null())
        .one(db)
        .await
}

/// Returns the telephones of an account that still keep lists or were taken out of use, the last used
/// first.
pub async fn devices(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<field_device::Model>, DbErr> {
    field_device::Entity::find()
        .filter(field_device::Column::AccountId.eq(account))
        .filter(field_device::Column::LeftAt.is_null())
        .order_by_desc(field_device::Column::LastSeenAt)
        .order_by_desc(field_device::Column::Id)
        .limit(50)
        .all(db)
        .await
}

/// What a telephone is handed: the ids of the sessions, and the lists as they go over the wire.
pub struct ListHandout {
    pub sessions: Vec<SessionId>,
    pub lists: Vec<wire::Session>,
}

/// Returns the actor's own sessions of these days with their people. Three statements, and one for
/// each cohort.
pub async fn lists(
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<ListHandout, DbErr> {
    let own = session::Entity::find()
        .filter(session::Column::FacilitatorAccountId.eq(actor.account))
        .filter(session::Column::StartsAt.between(now - BEFORE, now + AFTER))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
        .limit(MOST_SESSIONS)
        .all(db)
        .await?;
    let cohorts: HashMap<CohortId, (cohort::Model, Option<course_version::Model>)> =
        cohort::Entity::find()
            .filter(cohort::Column::Id.is_in(own.iter().map(|session| session.cohort_id)))
            .filter(cohort::Column::Stage.is_in([cohort::Stage::Confirmed, cohort::Stage::Running]))
            .find_also_related(course_version::Entity)
            .all(db)
            .await?
            .into_iter()
            .map(|(cohort, version)| (cohort.id, (cohort, version)))
            .collect();
    let ids: Vec<SessionId> = own.iter().map(|session| session.id).collect();
    let mut marks = known(db, &ids).await?;
    let mut people = HashMap::new();
    for cohort in cohorts.keys() {
        people.insert(*cohort, roll(db, *cohort, Condition::all()).await?);
    }
    let mut given = ListHandout { sessions: Vec::new(), lists: Vec::new() };
    for session in own {
        let Some((cohort, version)) = cohorts.get(&session.cohort_id) else {
            continue;
        };
        let marks = marks.remove(&session.id).unwrap_or_default();
        let listed = people[&cohort.id].iter().filter(|row| {
            rules::applies(session.ends_at, row.since) || marks.contains_key(&row.enrolment)
        });
        let listed: Vec<_> = listed.collect();
        let course = version.as_ref().map_or("", |version| version.name.as_str());
        given.sessions.push(session.id);
        given.lists.push(wire::Session {
            id: session.id.to_string(),
            title: format!("Sesión {}", session.position),
            cohort: format!("{course}, cohorte {}", cohort.name),
            starts_at: wire::sent(session.starts_at),
            ends_at: wire::sent(session.ends_at),
            place: session.place.clone().or_else(|| Some(cohort.place_text.clone())),
            stage: session.stage,
            late_after_minutes: cohort.late_after_minutes,
            partial_hours: cohort.partial_hours,
            // Marks of people who withdrew are not a telephone's to know.
            marks: listed.iter().filter_map(|row| marks.get(&row.enrolment)).cloned().collect(),
            people: listed
                .into_iter()
                .map(|row| wire::ListPerson {
                    id: row.enrolment.to_string(),
                    name: row.listed_name(),
                })
                .collect(),
        });
    }
    Ok(given)
}

/// Returns the marks that count of some sessions, as they go to a telephone. One statement.
async fn known(
    db: &impl ConnectionTrait,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, HashMap<EnrolmentId, wire::ListMark>>, DbErr> {
    type ListMarkTuple =
        (SessionId, EnrolmentId, State, Option<i32>, MarkId, Method, Option<String>);
    let rows: Vec<ListMarkTuple> = attendance_summary::Entity::find()
        .select_only()
        .column(attendance_summary::Column::SessionId)
        .column(attendance_summary::Column::EnrolmentId)
        .column(attendance_summary::Column::State)
        .column(attendance_summary::Column::Minutes)
        .column(attendance_summary::Column::MarkId)
        .column(attendance_mark::Column::Method)
        .column(attendance_mark::Column::Reason)
        .join(JoinType::InnerJoin, attendance_summary::Relation::Mark.def())
        .filter(attendance_summary::Column::SessionId.is_in(sessions.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let mut all: HashMap<SessionId, HashMap<EnrolmentId, wire::ListMark>> = HashMap::new();
    for (session, enrolment, state, minutes, mark, method, reason) in rows {
        let known = wire::ListMark {
            person: enrolment.to_string(),
            state,
            minutes,
            // What somebody noted in the field goes back there; why the coordination corrected does not.
            note: reason.filter(|_| method == Method::Offline),
            mark: mark.to_string(),
        };
        all.entry(session).or_default().insert(enrolment, known);
    }
    Ok(all)
}

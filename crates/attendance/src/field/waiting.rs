//! What waits for the coordination of a cohort: two who disagree, what is to be looked at, names
//! to match. A bounded number of statements whatever waits.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person;
use people_model::queries::Name;
use sign_in_model::entity::account;

use super::entity::field_arrival::{self, ArrivalId, Outcome, Why};
use super::entity::field_device;
use crate::entity::attendance_mark::{self, DeviceId, MarkId, Method, State};
use crate::entity::{attendance_summary, walk_in};
use crate::paper::entity::sheet;
use crate::pending::Pending;

/// How many of each kind a page shows; the rest follow when these are settled.
pub const SHOWN: u64 = 100;

/// Something that arrived and waits, with what counts now.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Arrived {
    pub id: ArrivalId,
    pub session_id: SessionId,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub stage: session::Stage,
    pub enrolment_id: EnrolmentId,
    #[sea_orm(nested)]
    pub name: Name,
    pub state: State,
    pub minutes: Option<i32>,
    pub note: Option<String>,
    pub author: String,
    pub device: String,
    pub kind: field_device::Kind,
    pub device_at: DateTime<Utc>,
    pub sent_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    pub outcome: Outcome,
    pub why: Option<Why>,
}

/// The mark that counts now of somebody about whom something waits.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Counts {
    pub session_id: SessionId,
    pub enrolment_id: EnrolmentId,
    pub mark_id: MarkId,
    pub state: State,
    pub method: Method,
    pub author: String,
    pub device_id: Option<DeviceId>,
    pub device_at: Option<DateTime<Utc>>,
    pub recorded_at: DateTime<Utc>,
}

/// A name that waits to be matched.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Came {
    pub id: walk_in::WalkInId,
    pub session_id: SessionId,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub name: String,
    pub note: Option<String>,
    pub state: State,
    pub author: String,
    /// The sheet that was signed, and the row.
    pub code: Option<String>,
    pub number: Option<i32>,
    pub arrived_at: DateTime<Utc>,
}

pub struct Waiting {
    pub arrived: Vec<Arrived>,
    pub counts: HashMap<(SessionId, EnrolmentId), Counts>,
    pub devices: HashMap<DeviceId, String>,
    pub came: Vec<Came>,
}

pub async fn of_cohort(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Waiting, DbErr> {
    use field_arrival::Column;
    let arrived: Vec<Arrived> = field_arrival::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::SessionId,
            Column::EnrolmentId,
            Column::State,
            Column::Minutes,
            Column::Note,
            Column::DeviceAt,
            Column::SentAt,
            Column::ArrivedAt,
            Column::Outcome,
            Column::Why,
        ])
        .columns([session::Column::Position, session::Column::StartsAt, session::Column::Stage])
        .columns(person::NAME)
        .column_as(account::Column::DisplayName, "author")
        .column_as(field_device::Column::Label, "device")
        .column(field_device::Column::Kind)
        .join(JoinType::InnerJoin, field_arrival::Relation::Session.def())
        .join(JoinType::InnerJoin, field_arrival::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::InnerJoin, field_arrival::Relation::Account.def())
        .join(JoinType::InnerJoin, field_arrival::Relation::Device.def())
        .filter(session::Column::CohortId.eq(cohort))
        .filter(Pending::Arrivals.open())
        .order_by_asc(session::Column::Position)
        .order_by_asc(Column::ArrivedAt)
        .order_by_asc(Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await?;
    let counts = counting(db, &arrived).await?;
    let known: Vec<DeviceId> = counts.iter().filter_map(|now| now.device_id).collect();
    let devices: Vec<(DeviceId, String)> = field_device::Entity::find()
        .select_only()
        .columns([field_device::Column::Id, field_device::Column::Label])
        .filter(field_device::Column::Id.is_in(known))
        .into_tuple()
        .all(db)
        .await?;
    let came = walk_in::Entity::find()
        .select_only()
        .columns([
            walk_in::Column::Id,
            walk_in::Column::SessionId,
            walk_in::Column::Name,
            walk_in::Column::Note,
            walk_in::Column::State,
            walk_in::Column::Number,
            walk_in::Column::ArrivedAt,
        ])
        .columns([session::Column::Position, session::Column::StartsAt])
        .column_as(account::Column::DisplayName, "author")
        .join(JoinType::InnerJoin, walk_in::Relation::Session.def())
        .column(sheet::Column::Code)
        .join(JoinType::InnerJoin, walk_in::Relation::Account.def())
        .join(JoinType::LeftJoin, walk_in::Relation::Sheet.def())
        .filter(session::Column::CohortId.eq(cohort))
        .filter(Pending::WalkIns.open())
        .order_by_asc(session::Column::Position)
        .order_by_asc(walk_in::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await?;
    Ok(Waiting {
        arrived,
        counts: counts.into_iter().map(|now| ((now.session_id, now.enrolment_id), now)).collect(),
        devices: devices.into_iter().collect(),
        came,
    })
}

async fn counting(db: &impl ConnectionTrait, arrived: &[Arrived]) -> Result<Vec<Counts>, DbErr> {
    use attendance_summary::Column;
    attendance_summary::Entity::find()
        .select_only()
        .columns([Column::SessionId, Column::EnrolmentId, Column::MarkId, Column::State])
        .columns([
            attendance_mark::Column::Method,
            attendance_mark::Column::DeviceId,
            attendance_mark::Column::DeviceAt,
            attendance_mark::Column::RecordedAt,
        ])
        .column_as(account::Column::DisplayName, "author")
        .join(JoinType::InnerJoin, attendance_summary::Relation::Mark.def())
        .join(JoinType::InnerJoin, attendance_mark::Relation::AuthorAccount.def())
        .filter(Column::SessionId.is_in(arrived.iter().map(|one| one.session_id)))
        .filter(Column::EnrolmentId.is_in(arrived.iter().map(|one| one.enrolment_id)))
        .into_model()
        .all(db)
        .await
}

/// Who of a cohort has something waiting in which session: what the grid and the roll-call mark.
pub async fn open_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<(SessionId, EnrolmentId), Outcome>, DbErr> {
    let rows: Vec<(SessionId, EnrolmentId, Outcome)> = field_arrival::Entity::find()
        .select_only()
        .column(field_arrival::Column::SessionId)
        .column(field_arrival::Column::EnrolmentId)
        .column(field_arrival::Column::Outcome)
        .join(JoinType::InnerJoin, field_arrival::Relation::Session.def())
        .filter(session::Column::CohortId.eq(cohort))
        .filter(Pending::Arrivals.open())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(session, person, outcome)| ((session, person), outcome)).collect())
}

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
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{LearnerName, SelectLearner as _};
use sign_in_model::entity::account;

use super::entity::field_arrival::{self, ArrivalId, ArrivalOutcome, ReviewReason};
use super::entity::field_device;
use crate::entity::attendance_mark::{self, DeviceId, MarkId, Method, State};
use crate::entity::{attendance_summary, walk_in};
use crate::paper::entity::sheet;
use crate::pending::PendingDecision;
use crate::queries::signature;

/// How many of each kind a page shows; the rest follow when these are settled.
pub const SHOWN: u64 = 100;

/// A mark that arrived and waits, as the review page shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ArrivalRow {
    pub id: ArrivalId,
    pub session_id: SessionId,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub stage: session::Stage,
    pub enrolment_id: EnrolmentId,
    #[sea_orm(nested)]
    pub name: LearnerName,
    pub state: State,
    pub minutes: Option<i32>,
    pub note: Option<String>,
    pub author: String,
    pub device: String,
    pub kind: field_device::Kind,
    pub device_at: DateTime<Utc>,
    pub sent_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    pub outcome: ArrivalOutcome,
    pub why: Option<ReviewReason>,
}

/// The mark that counts now of a person about whom a mark waits.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EffectiveMarkRow {
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

/// A walk-in that waits to be matched with a person.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WalkInRow {
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

pub struct ReviewQueue {
    pub arrived: Vec<ArrivalRow>,
    pub counts: HashMap<(SessionId, EnrolmentId), EffectiveMarkRow>,
    pub devices: HashMap<DeviceId, String>,
    /// Who else said what counts, and by which telephone.
    pub witnesses: HashMap<MarkId, Vec<String>>,
    pub came: Vec<WalkInRow>,
}

pub async fn of_cohort(db: &impl ConnectionTrait, cohort: CohortId) -> Result<ReviewQueue, DbErr> {
    use field_arrival::Column;
    let arrived: Vec<ArrivalRow> = field_arrival::Entity::find()
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
        .column_as(account::Column::DisplayName, "author")
        .column_as(field_device::Column::Label, "device")
        .column(field_device::Column::Kind)
        .join(JoinType::InnerJoin, field_arrival::Relation::Session.def())
        .join(JoinType::InnerJoin, field_arrival::Relation::Enrolment.def())
        .learner()
        .join(JoinType::InnerJoin, field_arrival::Relation::Account.def())
        .join(JoinType::InnerJoin, field_arrival::Relation::Device.def())
        .filter(session::Column::CohortId.eq(cohort))
        .filter(PendingDecision::Arrivals.open())
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
        .filter(PendingDecision::WalkIns.open())
        .order_by_asc(session::Column::Position)
        .order_by_asc(walk_in::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await?;
    let witnesses = witnesses(db, counts.iter().map(|now| now.mark_id).collect()).await?;
    Ok(ReviewQueue {
        witnesses,
        arrived,
        counts: counts.into_iter().map(|now| ((now.session_id, now.enrolment_id), now)).collect(),
        devices: devices.into_iter().collect(),
        came,
    })
}

/// Who said the same as these marks from another telephone: «Ana Ruiz, Android». One statement; none
/// without marks.
async fn witnesses(
    db: &impl ConnectionTrait,
    marks: Vec<MarkId>,
) -> Result<HashMap<MarkId, Vec<String>>, DbErr> {
    if marks.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Option<MarkId>, String, String)> = field_arrival::Entity::find()
        .select_only()
        .column(field_arrival::Column::MarkId)
        .column(account::Column::DisplayName)
        .column(field_device::Column::Label)
        .join(JoinType::InnerJoin, field_arrival::Relation::Account.def())
        .join(JoinType::InnerJoin, field_arrival::Relation::Device.def())
        .filter(field_arrival::Column::MarkId.is_in(marks))
        .filter(field_arrival::Column::Outcome.eq(ArrivalOutcome::Agrees))
        .order_by_asc(field_arrival::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let mut all: HashMap<MarkId, Vec<String>> = HashMap::new();
    for (mark, author, device) in rows {
        if let Some(mark) = mark {
            all.entry(mark).or_default().push(format!("{author}, {device}"));
        }
    }
    Ok(all)
}

async fn counting(
    db: &impl ConnectionTrait,
    arrived: &[ArrivalRow],
) -> Result<Vec<EffectiveMarkRow>, DbErr> {
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
        .column_as(signature(), "author")
        .join(JoinType::InnerJoin, attendance_summary::Relation::Mark.def())
        .join(JoinType::LeftJoin, attendance_mark::Relation::AuthorAccount.def())
        .filter(Column::SessionId.is_in(arrived.iter().map(|one| one.session_id)))
        .filter(Column::EnrolmentId.is_in(arrived.iter().map(|one| one.enrolment_id)))
        .into_model()
        .all(db)
        .await
}

/// Returns which people of a cohort have a waiting arrival in which session; the grid and the
/// roll-call show it. One statement.
pub async fn open_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<(SessionId, EnrolmentId), ArrivalOutcome>, DbErr> {
    let rows: Vec<(SessionId, EnrolmentId, ArrivalOutcome)> = field_arrival::Entity::find()
        .select_only()
        .column(field_arrival::Column::SessionId)
        .column(field_arrival::Column::EnrolmentId)
        .column(field_arrival::Column::Outcome)
        .join(JoinType::InnerJoin, field_arrival::Relation::Session.def())
        .filter(session::Column::CohortId.eq(cohort))
        .filter(PendingDecision::Arrivals.open())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(session, person, outcome)| ((session, person), outcome)).collect())
}

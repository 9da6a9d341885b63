//! The rooms of a person, what a screen counts, and who came by a code.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person::{self, PersonId};
use people_model::queries::Name;

use super::entity::code_arrival;
use super::entity::session_code::{self, CodeId, CodeSecret};
use super::rules::{Opening, Room};
use crate::entity::attendance_mark::{self, Method, State};
use crate::entity::attendance_summary;
use crate::queries::totals_of;
use crate::rules::Totals;

/// How far back sessions are looked at when a code is typed, and how many of them.
const BACK: TimeDelta = TimeDelta::days(1);
const MOST_ROOMS: u64 = 40;
/// The most people that a page of arrivals lists: a cohort has no more.
const MOST: u64 = 2_000;

/// A session of a person, with the words that name it.
#[derive(Clone, Debug)]
pub struct TitledRoom {
    pub room: Room,
    /// «Gestión tributaria, sesión 2».
    pub title: String,
}

#[derive(FromQueryResult)]
struct RoomRow {
    person: PersonId,
    enrolment: EnrolmentId,
    cohort: CohortId,
    cohort_stage: cohort::Stage,
    session: SessionId,
    position: i32,
    stage: session::Stage,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    course: String,
}

/// The sessions of today and those to come in which a person has a place, with the times that
/// check-in was open. Two statements.
pub async fn rooms_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<Vec<TitledRoom>, DbErr> {
    rooms(db, enrolment::Column::PersonId.eq(person), at).await
}

/// The same for one enrolment alone.
pub async fn rooms_of_enrolment(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    at: DateTime<Utc>,
) -> Result<Vec<TitledRoom>, DbErr> {
    rooms(db, enrolment::Column::Id.eq(enrolment), at).await
}

async fn rooms(
    db: &impl ConnectionTrait,
    whose: Expr,
    at: DateTime<Utc>,
) -> Result<Vec<TitledRoom>, DbErr> {
    let rows: Vec<RoomRow> = session::Entity::find()
        .select_only()
        .column_as(enrolment::Column::PersonId, "person")
        .column_as(enrolment::Column::Id, "enrolment")
        .column_as(cohort::Column::Id, "cohort")
        .column_as(cohort::Column::Stage, "cohort_stage")
        .column_as(session::Column::Id, "session")
        .column(session::Column::Position)
        .column(session::Column::Stage)
        .column(session::Column::StartsAt)
        .column(session::Column::EndsAt)
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def().rev())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(whose)
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(session::Column::StartsAt.gt(at - BACK))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
        .limit(MOST_ROOMS)
        .into_model()
        .all(db)
        .await?;
    let near = rows.iter().filter(|row| row.starts_at < at + BACK).map(|row| row.session);
    let near: Vec<SessionId> = near.collect();
    let mut openings: HashMap<SessionId, Vec<Opening>> = HashMap::new();
    if !near.is_empty() {
        let codes = session_code::Entity::find()
            .filter(session_code::Column::SessionId.is_in(near))
            .order_by_desc(session_code::Column::Id)
            .all(db)
            .await?;
        for code in codes {
            openings.entry(code.session_id).or_default().push(opening(&code));
        }
    }
    let named = |row: RoomRow| TitledRoom {
        title: format!("{}, sesión {}", row.course, row.position),
        room: Room {
            person: row.person,
            enrolment: row.enrolment,
            cohort: row.cohort,
            cohort_stage: row.cohort_stage,
            session: row.session,
            stage: row.stage,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            openings: openings.remove(&row.session).unwrap_or_default(),
        },
    };
    Ok(rows.into_iter().map(named).collect())
}

pub fn opening(code: &session_code::Model) -> Opening {
    Opening { id: code.id, secret: code.secret.clone(), closed_at: code.closed_at }
}

/// Returns the secrets of every session whose check-in is open, except these.
pub async fn secrets_but(
    db: &impl ConnectionTrait,
    sessions: &[SessionId],
    at: DateTime<Utc>,
) -> Result<Vec<CodeSecret>, DbErr> {
    let secrets: Vec<Option<CodeSecret>> = session_code::Entity::find()
        .select_only()
        .column(session_code::Column::Secret)
        .join(JoinType::InnerJoin, session_code::Relation::Session.def())
        .filter(session_code::Column::ClosedAt.is_null())
        .filter(session_code::Column::SessionId.is_not_in(sessions.iter().copied()))
        .filter(session::Column::EndsAt.gte(at))
        .into_tuple()
        .all(db)
        .await?;
    Ok(secrets.into_iter().flatten().collect())
}

/// Returns the last opening of a session's check-in, which may still be open.
pub async fn last_opening(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<Option<session_code::Model>, DbErr> {
    session_code::Entity::find()
        .filter(session_code::Column::SessionId.eq(session))
        .order_by_desc(session_code::Column::Id)
        .one(db)
        .await
}

pub async fn code(
    db: &impl ConnectionTrait,
    id: CodeId,
) -> Result<Option<session_code::Model>, DbErr> {
    session_code::Entity::find_by_id(id).one(db).await
}

/// How many of those with a place are there, and how many have one. Two statements.
pub async fn present(
    db: &impl ConnectionTrait,
    session: SessionId,
    cohort: CohortId,
) -> Result<(u64, u64), DbErr> {
    let confirmed = Condition::all()
        .add(enrolment::Column::CohortId.eq(cohort))
        .add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    let there = attendance_summary::Entity::find()
        .join(JoinType::InnerJoin, attendance_summary::Relation::Enrolment.def())
        .filter(attendance_summary::Column::SessionId.eq(session))
        .filter(attendance_summary::Column::State.is_in([State::Present, State::Late]))
        .filter(confirmed.clone())
        .count(db)
        .await?;
    let all = enrolment::Entity::find().filter(confirmed).count(db).await?;
    Ok((there, all))
}

/// The mark that counts of a person in a session, as the person reads it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RoomMark {
    pub session: SessionId,
    pub state: State,
    pub method: Method,
    pub at: DateTime<Utc>,
}

/// Returns the marks that count in these sessions of a person. One statement; none without sessions.
pub async fn standing(
    db: &impl ConnectionTrait,
    rooms: &[(SessionId, EnrolmentId)],
) -> Result<Vec<RoomMark>, DbErr> {
    if rooms.is_empty() {
        return Ok(Vec::new());
    }
    use attendance_summary::Column;
    let any = rooms.iter().fold(Condition::any(), |any, (session, enrolment)| {
        any.add(Column::SessionId.eq(*session).and(Column::EnrolmentId.eq(*enrolment)))
    });
    attendance_summary::Entity::find()
        .select_only()
        .column_as(Column::SessionId, "session")
        .column(Column::State)
        .column(attendance_mark::Column::Method)
        .column_as(attendance_mark::Column::RecordedAt, "at")
        .join(JoinType::InnerJoin, attendance_summary::Relation::Mark.def())
        .filter(any)
        .into_model()
        .all(db)
        .await
}

/// Returns what the sessions of one person amount to, with the minimum of their cohort. Three statements.
pub async fn so_far(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    enrolment: EnrolmentId,
    now: DateTime<Utc>,
) -> Result<Option<(Totals, i32)>, DbErr> {
    let found = enrolment::Entity::find_by_id(enrolment).find_also_related(cohort::Entity);
    let Some((place, Some(cohort))) =
        found.filter(enrolment::Column::CohortId.eq(cohort)).one(db).await?
    else {
        return Ok(None);
    };
    let sessions = cohorts_model::queries::sessions(db, cohort.id).await?;
    let since = [(enrolment, place.since())].into_iter();
    let totals = totals_of(db, &cohort, &sessions, since, now).await?;
    Ok(totals.get(&enrolment).map(|totals| (*totals, cohort.minimum_attendance)))
}

/// Returns the people whose mark that counts was made by a code, with when; the roll-call shows it. One
/// statement.
pub async fn by_code(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<HashMap<EnrolmentId, DateTime<Utc>>, DbErr> {
    let rows: Vec<(EnrolmentId, DateTime<Utc>)> = attendance_summary::Entity::find()
        .select_only()
        .column(attendance_summary::Column::EnrolmentId)
        .column(attendance_mark::Column::RecordedAt)
        .join(JoinType::InnerJoin, attendance_summary::Relation::Mark.def())
        .filter(attendance_summary::Column::SessionId.eq(session))
        .filter(attendance_mark::Column::Method.eq(Method::Code))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A check-in by code, as the list of arrivals shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CodeArrivalRow {
    #[sea_orm(nested)]
    pub name: Name,
    pub at: DateTime<Utc>,
    pub by_link: bool,
    /// The state of the mark that it became; `None` means that another mark said otherwise.
    pub state: Option<State>,
    pub network_digest: Option<String>,
    pub browser_digest: Option<String>,
}

/// Who came to a session by a code, the first one first.
pub async fn arrivals(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<Vec<CodeArrivalRow>, DbErr> {
    use code_arrival::Column;
    code_arrival::Entity::find()
        .select_only()
        .columns(person::NAME)
        .columns([Column::At, Column::ByLink, Column::NetworkDigest, Column::BrowserDigest])
        .column(attendance_mark::Column::State)
        .join(JoinType::InnerJoin, code_arrival::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, code_arrival::Relation::Mark.def())
        .filter(Column::SessionId.eq(session))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await
}

//! Attendance read for pages and sheets, in a bounded number of statements whatever the
//! size of the cohort.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, IntoCondition};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use super::entity::attendance_mark::{MarkId, Method, State};
use super::entity::{attendance_mark, attendance_summary};
use super::joined;
use super::policy::Ground;
use super::rules::{self, Counting, Meeting, Presence, Totals};
use crate::cohorts;
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::entity::session::{self, SessionId};
use crate::cohorts::policy::CohortFacts;
use crate::courses::entity::course_version;
use crate::enrolment::entity::enrolment::{self, EnrolmentId};
use crate::people::entity::person::{self, DocumentType};
use crate::people::entity::post;
use crate::people::rules::{NameParts, document_label, masked_document};
use crate::platform::errors::AppError;
use crate::platform::pager::{Pager, ROWS};
use crate::platform::search::fold;
use crate::sign_in::actor::{Actor, Role};
use crate::sign_in::entity::account;
use crate::territory::entity::entity;

/// A person with a place in the cohort, by surname.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RollRow {
    pub enrolment: EnrolmentId,
    /// Since when the place is theirs.
    pub since: Option<DateTime<Utc>>,
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
    pub document_type: DocumentType,
    pub document_number: String,
    pub entity: Option<String>,
}

impl RollRow {
    fn parts(&self) -> NameParts<'_> {
        NameParts {
            first_name: &self.first_name,
            second_name: self.second_name.as_deref(),
            first_surname: &self.first_surname,
            second_surname: self.second_surname.as_deref(),
        }
    }

    /// «Ana María Ruiz Peña».
    pub fn name(&self) -> String {
        self.parts().full()
    }

    /// «Ruiz Peña, Ana María», the order of the list.
    pub fn by_surname(&self) -> String {
        self.parts().by_surname()
    }

    /// The document as this reader may see it.
    pub fn document(&self, masked: bool) -> String {
        if masked {
            masked_document(self.document_type, &self.document_number)
        } else {
            document_label(self.document_type, &self.document_number)
        }
    }
}

/// Those with a confirmed place whom the reader sees (`enrolment::policy::scope`; a
/// gobernación reads its own department's, R60), by surname: the few columns that grids of
/// 1,000 people need. One statement; sorted here, because the two databases disagree on where
/// «Ávila» belongs.
pub async fn roll(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    seen: Condition,
) -> Result<Vec<RollRow>, DbErr> {
    let mut rows = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .column_as(enrolment::Column::ConfirmedAt, "since")
        .column(person::Column::FirstName)
        .column(person::Column::SecondName)
        .column(person::Column::FirstSurname)
        .column(person::Column::SecondSurname)
        .column(person::Column::DocumentType)
        .column(person::Column::DocumentNumber)
        .column_as(entity::Column::Name, "entity")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .join(JoinType::LeftJoin, post::Relation::Entity.def())
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(seen)
        .into_model::<RollRow>()
        .all(db)
        .await?;
    rows.sort_by_cached_key(|row| (fold(&row.by_surname()), row.enrolment));
    Ok(rows)
}

/// A cohort as the pages of marks and grades name it.
#[derive(Clone, Debug)]
pub struct CohortHead {
    pub cohort: cohort::Model,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub title: String,
    pub ground: Ground,
}

/// The cohort, if the actor sees it; foreign and absent look alike (R60).
pub async fn cohort_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CohortId,
) -> Result<CohortHead, AppError> {
    let found = cohort::Entity::find_by_id(id)
        .filter(cohorts::policy::scope(actor))
        .find_also_related(course_version::Entity)
        .one(db)
        .await?;
    let Some((cohort, Some(version))) = found else {
        return Err(AppError::NotFound);
    };
    let teaches = actor.has(Role::Facilitator)
        && cohort::Entity::find_by_id(id)
            .filter(cohorts::policy::taught_by(actor.account))
            .count(db)
            .await?
            > 0;
    Ok(CohortHead {
        title: format!("{}, cohorte {}", version.name, cohort.name),
        ground: Ground { cohort: CohortFacts::from(&cohort), teaches },
        cohort,
    })
}

/// A session and its cohort, if the actor sees the cohort.
pub async fn session_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SessionId,
) -> Result<(session::Model, CohortHead), AppError> {
    let session = session::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let head = cohort_head(db, actor, session.cohort_id).await?;
    Ok((session, head))
}

/// The marks that count of some sessions, one database row a session.
async fn marks_by_session(
    db: &impl ConnectionTrait,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, String>, DbErr> {
    let joined = Expr::cust(joined::joined(db.get_database_backend(), "enrolment_id"));
    let rows: Vec<(SessionId, String)> = attendance_summary::Entity::find()
        .select_only()
        .column(attendance_summary::Column::SessionId)
        .column_as(joined, "marks")
        .filter(attendance_summary::Column::SessionId.is_in(sessions.iter().copied()))
        .group_by(attendance_summary::Column::SessionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A cohort's attendance: its sessions, and each person's standing in each.
pub struct Grid {
    /// Without the cancelled ones.
    pub sessions: Vec<session::Model>,
    pub rows: Vec<GridRow>,
}

pub struct GridRow {
    pub person: RollRow,
    /// In the order of the sessions.
    pub sessions: Vec<Presence>,
    /// Which of them have a mark that was written after the session was closed.
    pub changed: Vec<bool>,
    pub totals: Totals,
}

/// Sessions and people with a mark that was written after the session was closed (R40), among
/// those that a condition on marks names.
pub async fn after_closing(
    db: &impl ConnectionTrait,
    among: impl IntoCondition,
) -> Result<HashSet<(SessionId, EnrolmentId)>, DbErr> {
    let rows: Vec<(SessionId, EnrolmentId)> = attendance_mark::Entity::find()
        .select_only()
        .column(attendance_mark::Column::SessionId)
        .column(attendance_mark::Column::EnrolmentId)
        .distinct()
        // As the partial index says it, so that it serves.
        .filter(Expr::col((attendance_mark::Entity, attendance_mark::Column::AfterClosing)))
        .filter(among)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The whole grid in three statements, given the cohort's sessions.
pub async fn grid(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    sessions: Vec<session::Model>,
    seen: Condition,
    now: DateTime<Utc>,
) -> Result<Grid, DbErr> {
    let rule = Counting::from(cohort);
    let people = roll(db, cohort.id, seen).await?;
    let sessions: Vec<_> =
        sessions.into_iter().filter(|session| session.stage != session::Stage::Cancelled).collect();
    let since = people.iter().map(|person| (person.enrolment, person.since));
    let matrix = matrix(db, &sessions, since, now).await?;
    let ids: Vec<SessionId> = sessions.iter().map(|session| session.id).collect();
    let late = after_closing(db, attendance_mark::Column::SessionId.is_in(ids.clone())).await?;
    let rows = people
        .into_iter()
        .zip(matrix)
        .map(|(person, (_, sessions))| GridRow {
            totals: Totals::of(&rule, sessions.iter().copied()),
            changed: ids.iter().map(|id| late.contains(&(*id, person.enrolment))).collect(),
            person,
            sessions,
        })
        .collect();
    Ok(Grid { sessions, rows })
}

async fn matrix(
    db: &impl ConnectionTrait,
    sessions: &[session::Model],
    people: impl Iterator<Item = (EnrolmentId, Option<DateTime<Utc>>)>,
    now: DateTime<Utc>,
) -> Result<Vec<(EnrolmentId, Vec<Presence>)>, DbErr> {
    let ids: Vec<_> = sessions.iter().map(|session| session.id).collect();
    let meetings: Vec<Meeting> = sessions.iter().map(|session| Meeting::at(session, now)).collect();
    let mut places = HashMap::new();
    let mut rows = Vec::new();
    for (index, (enrolment, since)) in people.enumerate() {
        places.insert(enrolment, (index, since));
        let blank = meetings.iter().map(|meeting| rules::presence(meeting, since, None));
        rows.push((enrolment, blank.collect::<Vec<_>>()));
    }
    let marks = marks_by_session(db, &ids).await?;
    for (column, meeting) in meetings.iter().enumerate() {
        let joined = marks.get(&meeting.id).map(String::as_str).unwrap_or_default();
        for (enrolment, mark) in joined::read(joined) {
            // Marks of people who withdrew stay in history and out of the grid.
            if let Some((row, since)) = places.get(&EnrolmentId(enrolment)) {
                rows[*row].1[column] = rules::presence(meeting, *since, Some(mark));
            }
        }
    }
    Ok(rows)
}

/// Each confirmed person's totals. Three statements.
pub async fn totals(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<HashMap<EnrolmentId, Totals>, DbErr> {
    let rule = Counting::from(cohort);
    let people: Vec<(EnrolmentId, Option<DateTime<Utc>>)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .column(enrolment::Column::ConfirmedAt)
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .into_tuple()
        .all(db)
        .await?;
    let sessions = cohorts::queries::sessions(db, cohort.id).await?;
    let rows = matrix(db, &sessions, people.into_iter(), now).await?;
    Ok(rows.into_iter().map(|(person, sessions)| (person, Totals::of(&rule, sessions))).collect())
}

/// The mark that counts of one person in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Current {
    pub mark: MarkId,
    pub state: State,
    pub minutes: Option<i32>,
}

/// The mark that counts of each person of one session.
pub async fn current_marks(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<HashMap<EnrolmentId, Current>, DbErr> {
    let rows: Vec<(EnrolmentId, MarkId, State, Option<i32>)> = attendance_summary::Entity::find()
        .select_only()
        .column(attendance_summary::Column::EnrolmentId)
        .column(attendance_summary::Column::MarkId)
        .column(attendance_summary::Column::State)
        .column(attendance_summary::Column::Minutes)
        .filter(attendance_summary::Column::SessionId.eq(session))
        .into_tuple()
        .all(db)
        .await?;
    let known = |(enrolment, mark, state, minutes)| (enrolment, Current { mark, state, minutes });
    Ok(rows.into_iter().map(known).collect())
}

/// The mark that counts of one person in a session.
pub async fn current_mark(
    db: &impl ConnectionTrait,
    session: SessionId,
    person: EnrolmentId,
) -> Result<Option<Current>, DbErr> {
    let now = attendance_summary::Entity::find_by_id((session, person)).one(db).await?;
    let known = |now: attendance_summary::Model| {
        let attendance_summary::Model { mark_id, state, minutes, .. } = now;
        Current { mark: mark_id, state, minutes }
    };
    Ok(now.map(known))
}

/// One mark as the history of a roll-call tells it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WrittenMark {
    pub id: MarkId,
    pub enrolment: EnrolmentId,
    pub state: State,
    pub minutes: Option<i32>,
    /// What stood there before.
    pub from: Option<State>,
    pub author: String,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
    pub method: Method,
    pub after_closing: bool,
}

/// Some marks of one session with their authors.
pub async fn marks(
    db: &impl ConnectionTrait,
    session: SessionId,
    ids: Vec<MarkId>,
) -> Result<HashMap<MarkId, WrittenMark>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = written(session)
        .filter(attendance_mark::Column::Id.is_in(ids))
        .into_model::<WrittenMark>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|mark| (mark.id, mark)).collect())
}

/// The latest corrections of a session, newest first.
pub async fn corrections(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<Vec<WrittenMark>, DbErr> {
    written(session)
        .filter(attendance_mark::Column::PreviousMarkId.is_not_null())
        .order_by_desc(attendance_mark::Column::Id)
        .limit(CORRECTIONS)
        .into_model::<WrittenMark>()
        .all(db)
        .await
}

/// A mark with whose it is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ToldMark {
    #[sea_orm(nested)]
    pub mark: WrittenMark,
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
}

impl ToldMark {
    pub fn name(&self) -> String {
        NameParts {
            first_name: &self.first_name,
            second_name: self.second_name.as_deref(),
            first_surname: &self.first_surname,
            second_surname: self.second_surname.as_deref(),
        }
        .by_surname()
    }
}

/// A page of every mark of a session, newest first, with how many there are. Two statements.
pub async fn history(
    db: &impl ConnectionTrait,
    session: SessionId,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<ToldMark>, Pager), DbErr> {
    let all = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::SessionId.eq(session))
        .count(db)
        .await?;
    let pager = Pager::new(page, all, address);
    let rows = written(session)
        .columns([
            person::Column::FirstName,
            person::Column::SecondName,
            person::Column::FirstSurname,
            person::Column::SecondSurname,
        ])
        .join(JoinType::InnerJoin, attendance_mark::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .order_by_desc(attendance_mark::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model()
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// Corrections that a roll-call shows; all of them stay in the table.
const CORRECTIONS: u64 = 20;

fn written(session: SessionId) -> sea_orm::Select<attendance_mark::Entity> {
    let before = Alias::new("before");
    let previous = attendance_mark::Relation::PreviousMark.def();
    let from = Expr::col((before.clone(), attendance_mark::Column::State));
    attendance_mark::Entity::find()
        .select_only()
        .column(attendance_mark::Column::Id)
        .column_as(attendance_mark::Column::EnrolmentId, "enrolment")
        .column(attendance_mark::Column::State)
        .column_as(account::Column::DisplayName, "author")
        .column_as(attendance_mark::Column::RecordedAt, "at")
        .column(attendance_mark::Column::Minutes)
        .column(attendance_mark::Column::Reason)
        .column(attendance_mark::Column::Method)
        .column(attendance_mark::Column::AfterClosing)
        .column_as(from, "from")
        .join(JoinType::InnerJoin, attendance_mark::Relation::AuthorAccount.def())
        .join_as(JoinType::LeftJoin, previous, before)
        .filter(attendance_mark::Column::SessionId.eq(session))
}

//! Each person's standing in each session of a cohort, and what it adds up to.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use cohorts_model as cohorts;
use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::{RollRow, roll};

use crate::entity::{attendance_mark, attendance_summary};
use crate::joined;
use crate::rules::{self, Counting, Presence, SessionSlot, Totals};

/// The marks that count of some sessions, one database row a session.
pub struct SessionMarks(HashMap<SessionId, String>);

impl SessionMarks {
    /// Reads them. One statement.
    ///
    /// # Errors
    /// The database's.
    pub async fn of(
        db: &impl ConnectionTrait,
        sessions: impl IntoIterator<Item = SessionId>,
    ) -> Result<Self, DbErr> {
        let joined = Expr::cust(joined::joined(db.get_database_backend(), "enrolment_id"));
        let rows: Vec<(SessionId, String)> = attendance_summary::Entity::find()
            .select_only()
            .column(attendance_summary::Column::SessionId)
            .column_as(joined, "marks")
            .filter(attendance_summary::Column::SessionId.is_in(sessions))
            .group_by(attendance_summary::Column::SessionId)
            .into_tuple()
            .all(db)
            .await?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// Returns where each of these people stands in each of these sessions, both in their order, given since
    /// when each counts. The sessions are among those that were read.
    pub fn presences(
        &self,
        sessions: &[session::Model],
        people: impl Iterator<Item = (EnrolmentId, Option<DateTime<Utc>>)>,
        now: DateTime<Utc>,
    ) -> Vec<(EnrolmentId, Vec<Presence>)> {
        let slots: Vec<SessionSlot> =
            sessions.iter().map(|session| SessionSlot::at(session, now)).collect();
        let mut rows_of = HashMap::new();
        let mut rows = Vec::new();
        for (index, (enrolment, since)) in people.enumerate() {
            rows_of.insert(enrolment, (index, since));
            let blank = slots.iter().map(|slot| rules::presence(slot, since, None));
            rows.push((enrolment, blank.collect::<Vec<_>>()));
        }
        for (column, slot) in slots.iter().enumerate() {
            let joined = self.0.get(&slot.id).map(String::as_str).unwrap_or_default();
            for (enrolment, mark) in joined::read(joined) {
                // Marks of people who withdrew stay in history and out of the grid.
                if let Some((row, since)) = rows_of.get(&EnrolmentId(enrolment)) {
                    rows[*row].1[column] = rules::presence(slot, *since, Some(mark));
                }
            }
        }
        rows
    }
}

/// A cohort's attendance: its sessions, and each person's standing in each.
pub struct Grid {
    /// Without the cancelled ones.
    pub sessions: Vec<session::Model>,
    pub rows: Vec<AttendanceGridRow>,
}

pub struct AttendanceGridRow {
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
    let matrix = presences(db, &sessions, since, now).await?;
    let ids: Vec<SessionId> = sessions.iter().map(|session| session.id).collect();
    let late = after_closing(db, attendance_mark::Column::SessionId.is_in(ids.clone())).await?;
    let rows = people
        .into_iter()
        .zip(matrix)
        .map(|(person, (_, sessions))| AttendanceGridRow {
            totals: Totals::of(&rule, sessions.iter().copied()),
            changed: ids.iter().map(|id| late.contains(&(*id, person.enrolment))).collect(),
            person,
            sessions,
        })
        .collect();
    Ok(Grid { sessions, rows })
}

/// Where each of these people stands in each of these sessions, both in their order, given since when each
/// counts. One statement.
pub async fn presences(
    db: &impl ConnectionTrait,
    sessions: &[session::Model],
    people: impl Iterator<Item = (EnrolmentId, Option<DateTime<Utc>>)>,
    now: DateTime<Utc>,
) -> Result<Vec<(EnrolmentId, Vec<Presence>)>, DbErr> {
    let ids: Vec<SessionId> = sessions.iter().map(|session| session.id).collect();
    let people: Vec<_> = people.collect();
    let marks = SessionMarks::of(db, ids).await?;
    Ok(marks.presences(sessions, people.into_iter(), now))
}

/// The totals of some people of a cohort, given its sessions and since when each has a place. One
/// statement.
pub async fn totals_of(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    sessions: &[session::Model],
    people: impl Iterator<Item = (EnrolmentId, Option<DateTime<Utc>>)>,
    now: DateTime<Utc>,
) -> Result<HashMap<EnrolmentId, Totals>, DbErr> {
    let rule = Counting::from(cohort);
    let rows = presences(db, sessions, people, now).await?;
    Ok(rows.into_iter().map(|(person, sessions)| (person, Totals::of(&rule, sessions))).collect())
}

/// Each confirmed person's totals. Three statements.
pub async fn totals(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<HashMap<EnrolmentId, Totals>, DbErr> {
    let people: Vec<(EnrolmentId, Option<DateTime<Utc>>)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .column_as(enrolment::since(), "since")
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .into_tuple()
        .all(db)
        .await?;
    let sessions = cohorts::queries::sessions(db, cohort.id).await?;
    totals_of(db, cohort, &sessions, people.into_iter(), now).await
}

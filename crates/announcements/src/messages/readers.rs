//! Whom of a cohort a message reaches.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use attendance_model::entity::attendance_mark::State;
use attendance_model::entity::attendance_summary;
use attendance_model::queries::totals;
use attendance_model::rules::Reachability;
use cohorts_model::entity::cohort;
use cohorts_model::entity::session::SessionId;
use enrolment_model::attendees::{Attendee, attendees};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use platform::prelude::*;
use platform::texts::Words;

use crate::queries::{COMING, COUNTING_ON_IT};

/// What a form offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("announcements.readers_")]
pub enum ReaderGroup {
    Enrolled,
    AtRisk,
    Absent,
    /// Offered only to whoever comes from a list where people were marked.
    Chosen,
}

/// The people whom a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageScope {
    /// Everybody with a seat.
    Enrolled,
    /// Those whose attendance is below the minimum, whether they can still reach it or not.
    AtRisk,
    /// Those who were absent from a session.
    Absent(SessionId),
    /// Those who were marked in the list of the enrolled, with a seat or waiting for one.
    Chosen(Vec<EnrolmentId>),
}

impl MessageScope {
    pub fn group(&self) -> ReaderGroup {
        match self {
            Self::Enrolled => ReaderGroup::Enrolled,
            Self::AtRisk => ReaderGroup::AtRisk,
            Self::Absent(_) => ReaderGroup::Absent,
            Self::Chosen(_) => ReaderGroup::Chosen,
        }
    }

    pub fn session(&self) -> Option<SessionId> {
        match self {
            Self::Absent(session) => Some(*session),
            Self::Enrolled | Self::AtRisk | Self::Chosen(_) => None,
        }
    }
}

/// The people of a message: those with a mail, and how many have none.
#[derive(Clone, Debug)]
pub struct Readers {
    pub people: Vec<Attendee>,
    pub without_mail: usize,
}

/// The people of a cohort whom a message of this scope is for. Five statements at most.
///
/// # Errors
/// The database's.
pub async fn readers(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    scope: &MessageScope,
    now: DateTime<Utc>,
) -> Result<Readers, DbErr> {
    let stages = match scope {
        MessageScope::Chosen(_) => COUNTING_ON_IT,
        MessageScope::Enrolled | MessageScope::AtRisk | MessageScope::Absent(_) => COMING,
    };
    let counting: Vec<EnrolmentId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::Stage.is_in(stages.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let chosen: HashSet<EnrolmentId> = match scope {
        MessageScope::Enrolled => counting.into_iter().collect(),
        MessageScope::Chosen(chosen) => {
            let chosen: HashSet<EnrolmentId> = chosen.iter().copied().collect();
            counting.into_iter().filter(|person| chosen.contains(person)).collect()
        }
        MessageScope::AtRisk => {
            let minimum = cohort.minimum_attendance;
            let all = totals(db, cohort, now).await?.into_iter();
            all.filter(|(_, totals)| totals.reachability(minimum) != Reachability::OnTrack)
                .map(|(person, _)| person)
                .collect()
        }
        MessageScope::Absent(session) => {
            let absent: Vec<EnrolmentId> = attendance_summary::Entity::find()
                .select_only()
                .column(attendance_summary::Column::EnrolmentId)
                .filter(attendance_summary::Column::SessionId.eq(*session))
                .filter(attendance_summary::Column::State.eq(State::Absent))
                .into_tuple()
                .all(db)
                .await?;
            let counting: HashSet<EnrolmentId> = counting.into_iter().collect();
            absent.into_iter().filter(|person| counting.contains(person)).collect()
        }
    };
    let mut people = attendees(db, cohort.id, stages).await?;
    people.retain(|person| chosen.contains(&person.enrolment));
    Ok(Readers { without_mail: chosen.len().saturating_sub(people.len()), people })
}

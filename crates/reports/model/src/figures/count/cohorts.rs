//! A cohort's own figures: its sessions, before anybody in it is counted. Pure.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use attendance_model::rules::{self, SessionSlot};
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{self, SessionId};
use courses_model::entity::course_version::CourseVersionId;
use platform::dates;

use super::number;
use crate::figures::{CohortRow, CountsApart, Milestones, SessionColumn};
use crate::programme::{has_begun, was_held};
use crate::queries::{CohortFact, SessionFact};
use crate::rules::{AttendanceTally, Period};

/// A cohort while it is being counted.
pub(super) struct CohortCount {
    pub row: CohortRow,
    pub version: CourseVersionId,
    /// All its sessions, and which of them are in the period.
    pub meetings: Vec<SessionSlot>,
    pub in_period: Vec<bool>,
    pub starts: Vec<DateTime<Utc>>,
    pub at: HashMap<SessionId, usize>,
    pub has_begun: bool,
}

/// The cohorts of a report, each with its sessions.
pub(super) fn count_cohorts(
    cohorts: Vec<CohortFact>,
    sessions: Vec<SessionFact>,
    period: Period,
    cut_off: DateTime<Utc>,
) -> Vec<CohortCount> {
    let mut of: HashMap<CohortId, Vec<SessionFact>> = HashMap::new();
    for session in sessions {
        of.entry(session.cohort_id).or_default().push(session);
    }
    cohorts
        .into_iter()
        .map(|fact| {
            let sessions = of.remove(&fact.id).unwrap_or_default();
            count_cohort(fact, &sessions, period, cut_off)
        })
        .collect()
}

fn count_cohort(
    fact: CohortFact,
    sessions: &[SessionFact],
    period: Period,
    cut_off: DateTime<Utc>,
) -> CohortCount {
    let in_period: Vec<bool> = sessions.iter().map(|s| period.holds(s.starts_at)).collect();
    let minutes: Vec<i64> = sessions.iter().map(SessionFact::minutes).collect();
    let rule = fact.rule();
    let has_begun = has_begun(fact.starts_on, dates::bogota_date(cut_off));
    let mut row = CohortRow {
        id: fact.id,
        name: fact.name,
        course: fact.course,
        modality: fact.modality,
        stage: fact.stage,
        milestones: Milestones {
            published: fact.published_at.map(dates::bogota_date),
            started: fact.started_at.map(dates::bogota_date),
            closed: fact.closed_at.map(dates::bogota_date),
        },
        starts_on: fact.starts_on,
        ends_on: fact.ends_on,
        sessions_held: 0,
        sessions_planned: 0,
        minutes_held: 0,
        course_hours: fact.hours,
        seats: fact.seats,
        enrolled_anywhere: fact.enrolled,
        enrolled: 0,
        attended: 0,
        tally: AttendanceTally::default(),
        rule,
        certified: 0,
        apart: CountsApart::default(),
        columns: Vec::new(),
    };
    if sessions.is_empty() && fact.sums.are_whole_in(period) {
        row.sessions_held = number(fact.sums.sessions_held.unwrap_or(0));
        row.sessions_planned = number(fact.sums.sessions_planned.unwrap_or(0));
        row.minutes_held = fact.sums.minutes_held.unwrap_or(0);
    }
    for ((session, counts), minutes) in sessions.iter().zip(&in_period).zip(&minutes) {
        if !counts {
            continue;
        }
        row.columns.push(SessionColumn {
            position: session.position,
            day: dates::bogota_date(session.starts_at),
            cancelled: session.stage == session::Stage::Cancelled,
            tally: AttendanceTally::default(),
        });
        if session.stage == session::Stage::Cancelled {
            continue;
        }
        if was_held(session.stage, session.ends_at <= cut_off) {
            row.sessions_held += 1;
            row.minutes_held += minutes;
        }
        row.sessions_planned += 1;
    }
    CohortCount {
        row,
        version: fact.version,
        meetings: sessions
            .iter()
            .map(|s| SessionSlot {
                id: s.id,
                stage: s.stage,
                ends_at: s.ends_at,
                over: s.ends_at <= cut_off,
                length: rules::minutes(s.starts_at, s.ends_at),
            })
            .collect(),
        starts: sessions.iter().map(|s| s.starts_at).collect(),
        at: sessions.iter().enumerate().map(|(i, s)| (s.id, i)).collect(),
        in_period,
        has_begun,
    }
}

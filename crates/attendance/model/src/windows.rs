//! Until when what is finished may be changed (R41, R84): a list opened again, a correction asked for, the
//! attendance of a closed cohort opened for some days. Pure.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use cohorts_model::counting::Counting;
use cohorts_model::entity::cohort;
use cohorts_model::entity::session;
use platform::dates;

use super::refusals::AttendanceRefusal;

/// Whoever finished a list by mistake opens it again within these hours; afterwards the coordination
/// corrects mark by mark.
pub const REOPENED_WITHIN: TimeDelta = TimeDelta::hours(12);

/// Whether a finished list may be opened again. Those of a closed cohort are corrected mark by mark.
pub fn may_reopen_list(
    cohort: cohort::Stage,
    session: session::Stage,
    closed_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), AttendanceRefusal> {
    match session {
        _ if cohort == cohort::Stage::Closed => Err(AttendanceRefusal::CohortClosed),
        session::Stage::Closed if closed_at.is_some_and(|at| now <= at + REOPENED_WITHIN) => Ok(()),
        session::Stage::Closed => Err(AttendanceRefusal::ReopenedLate),
        session::Stage::Cancelled => Err(AttendanceRefusal::SessionCancelled),
        session::Stage::Planned | session::Stage::Held => Err(AttendanceRefusal::NotFinished),
    }
}

/// The last day on which a correction of a session may be asked for; `None` while its list is not
/// finished.
pub fn last_day(session: &session::Model, rule: &Counting) -> Option<NaiveDate> {
    if session.stage != session::Stage::Closed {
        return None;
    }
    let over = session.closed_at.map_or(session.ends_at, |closed| closed.max(session.ends_at));
    let day = dates::bogota_date(over);
    let days = Days::new(u64::from(rule.correction_days.unsigned_abs()));
    Some(day.checked_add_days(days).unwrap_or(day))
}

/// Days that the attendance of a closed cohort stays open when it is opened again, the one of the opening
/// not counted.
pub const REOPENED_DAYS: RangeInclusive<i32> = 1..=15;

/// Whether the attendance of a cohort may be opened again for some days (R84).
pub fn may_reopen(stage: cohort::Stage, is_open: bool, days: i32) -> Result<(), AttendanceRefusal> {
    match stage {
        cohort::Stage::Closed if is_open => Err(AttendanceRefusal::AlreadyReopened),
        cohort::Stage::Closed if !REOPENED_DAYS.contains(&days) => {
            Err(AttendanceRefusal::ReopenedDays)
        }
        cohort::Stage::Closed => Ok(()),
        cohort::Stage::Confirmed | cohort::Stage::Running => Err(AttendanceRefusal::StillOpen),
        cohort::Stage::Draft | cohort::Stage::Tentative | cohort::Stage::Cancelled => {
            Err(AttendanceRefusal::CohortNotRunning)
        }
    }
}

//! Why a code lets nobody in, or cannot be shown: each its own sentence.

use chrono::{DateTime, NaiveDate, Utc};

use platform::dates;
use platform::texts::Refusal;

use crate::entity::attendance_mark::State;
use crate::labels;
use crate::rules::AttendanceRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    #[error("nothing was typed")]
    Empty,
    #[error("no code looks like it")]
    Unreadable,
    #[error("no session shows it")]
    Unknown,
    #[error("it was shown before")]
    Expired,
    #[error("it is of a session where the person has no place")]
    OtherSession,
    #[error("the person has no place in a session that is open")]
    NotEnrolled,
    #[error("nobody opened check-in yet")]
    NotOpen { from: DateTime<Utc>, to: DateTime<Utc> },
    #[error("check-in ended")]
    Closed { at: DateTime<Utc> },
    #[error("the session's list is closed")]
    SessionClosed,
    #[error("the session is cancelled")]
    SessionCancelled,
    #[error("the session is over: check-in is not opened any more")]
    TooLate,
    #[error("the session is on another day")]
    WrongDay { day: NaiveDate },
    #[error("the cohort does not run")]
    CohortNotRunning,
    #[error("the person is there already")]
    AlreadyThere { state: State, at: DateTime<Utc> },
    #[error("somebody else had said otherwise")]
    Disputed { state: State },
    #[error("too many wrong codes")]
    Wait { seconds: u64 },
    #[error(transparent)]
    Attendance(#[from] AttendanceRefusal),
}

impl Refusal for CodeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "attendance.code_empty",
            Self::Unreadable => "attendance.code_unreadable",
            Self::Unknown => "attendance.code_unknown",
            Self::Expired => "attendance.code_expired",
            Self::OtherSession => "attendance.code_other_session",
            Self::NotEnrolled => "attendance.code_not_enrolled",
            Self::NotOpen { .. } => "attendance.code_not_open",
            Self::Closed { .. } => "attendance.code_closed",
            Self::SessionClosed => "attendance.code_session_closed",
            Self::SessionCancelled => "attendance.code_session_cancelled",
            Self::TooLate => "attendance.code_too_late",
            Self::WrongDay { .. } => "attendance.code_wrong_day",
            Self::CohortNotRunning => "attendance.code_cohort_not_running",
            Self::AlreadyThere { .. } => "attendance.code_already_there",
            Self::Disputed { .. } => "attendance.code_disputed",
            Self::Wait { .. } => "attendance.code_wait",
            Self::Attendance(refusal) => refusal.code(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotOpen { from, to } => vec![("hours", dates::span(*from, *to))],
            Self::Closed { at } => vec![("at", dates::time(*at))],
            Self::WrongDay { day } => vec![("day", dates::with_weekday(*day))],
            Self::AlreadyThere { state, at } => {
                vec![("state", labels::label(*state).to_owned()), ("at", dates::time(*at))]
            }
            Self::Disputed { state } => vec![("state", labels::label(*state).to_owned())],
            Self::Wait { seconds } => vec![("seconds", seconds.to_string())],
            Self::Attendance(refusal) => refusal.facts(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Attendance(_) => None,
            _ => Some("codigo"),
        }
    }
}

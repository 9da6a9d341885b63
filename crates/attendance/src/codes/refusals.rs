//! Why a code lets nobody in, or cannot be shown: each its own sentence.

use platform::prelude::*;

use crate::entity::attendance_mark::State;
use crate::rules::AttendanceRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("attendance.code_")]
#[field("codigo")]
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
    #[facts(hours = dates::span(*from, *to))]
    NotOpen { from: DateTime<Utc>, to: DateTime<Utc> },
    #[error("check-in ended")]
    #[facts(at = dates::time(*at))]
    Closed { at: DateTime<Utc> },
    #[error("the session's list is closed")]
    SessionClosed,
    #[error("the session is cancelled")]
    SessionCancelled,
    #[error("the session is over: check-in is not opened any more")]
    TooLate,
    #[error("the session is on another day")]
    #[facts(day = dates::with_weekday(*day))]
    WrongDay { day: NaiveDate },
    #[error("the cohort does not run")]
    CohortNotRunning,
    #[error("the person is there already")]
    #[facts(state = state.label(), at = dates::time(*at))]
    AlreadyThere { state: State, at: DateTime<Utc> },
    #[error("somebody else had said otherwise")]
    #[facts(state = state.label())]
    Disputed { state: State },
    #[error("the person opened check-in themselves")]
    Oneself,
    #[error("too many wrong codes")]
    Wait { seconds: u64 },
    #[error(transparent)]
    #[same(_0)]
    #[field(None)]
    Attendance(#[from] AttendanceRefusal),
}

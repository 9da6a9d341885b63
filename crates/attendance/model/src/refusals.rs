//! Why a roll-call is not written or a session not closed, each with the key of its sentence.

use chrono::{DateTime, NaiveDate, Utc};

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::dates;
use platform::texts::Refusal;

use super::entity::attendance_mark::State;

/// Why a roll-call was not written or a session not closed. The names in it are for pages whose
/// reader may see them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttendanceRefusal {
    #[error("the cohort is neither confirmed nor running")]
    CohortNotRunning,
    #[error("the cohort is closed")]
    CohortClosed,
    #[error("the session is cancelled")]
    SessionCancelled,
    #[error("the session is already closed")]
    SessionClosed,
    #[error("the session's day has not come")]
    NotYet { day: NaiveDate },
    #[error("a closed session's marks change only with a reason")]
    ReasonMissing,
    #[error("no person of this session's roll has that enrolment")]
    NotOnTheRoll,
    #[error("somebody else changed these marks in between")]
    ChangedMeanwhile { changes: Vec<ConcurrentMark> },
    #[error("nobody has been marked")]
    NothingRecorded,
    #[error("people without a mark were not acknowledged")]
    NotRecorded { people: Vec<(EnrolmentId, String)> },
}

/// A mark that another account wrote while the form was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcurrentMark {
    pub enrolment: EnrolmentId,
    pub person: String,
    pub author: String,
    pub at: DateTime<Utc>,
    pub state: State,
}

impl Refusal for AttendanceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CohortNotRunning => "attendance.cohort_not_running",
            Self::CohortClosed => "attendance.cohort_closed",
            Self::SessionCancelled => "attendance.session_cancelled",
            Self::SessionClosed => "attendance.session_closed",
            Self::NotYet { .. } => "attendance.not_yet",
            Self::ReasonMissing => "attendance.reason_missing",
            Self::NotOnTheRoll => "attendance.not_on_the_roll",
            Self::ChangedMeanwhile { .. } => "attendance.changed_meanwhile",
            Self::NothingRecorded => "attendance.nothing_recorded",
            Self::NotRecorded { .. } => "attendance.not_recorded",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotYet { day } => vec![("day", dates::with_weekday(*day))],
            Self::ChangedMeanwhile { changes } => {
                let names: Vec<_> = changes.iter().map(|c| c.person.as_str()).collect();
                vec![("people", names.join(", "))]
            }
            Self::NotRecorded { people } => {
                let names: Vec<_> = people.iter().map(|(_, name)| name.as_str()).collect();
                vec![("people", names.join(", "))]
            }
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::ReasonMissing => Some("motivo"),
            _ => None,
        }
    }
}

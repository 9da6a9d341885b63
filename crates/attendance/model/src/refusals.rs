//! Why a roll-call is not written or a session not closed, each with the key of its sentence.

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::prelude::*;

use super::entity::attendance_mark::State;

/// Why a roll-call was not written or a session not closed. The names in it are for pages whose
/// reader may see them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("attendance.")]
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
    #[facts(day = dates::with_weekday(*day))]
    NotYet { day: NaiveDate },
    #[error("a closed session's marks change only with a reason")]
    #[field("motivo")]
    ReasonMissing,
    #[error("no person of this session's roll has that enrolment")]
    NotOnTheRoll,
    #[error("somebody else changed these marks in between")]
    #[facts(people = people_of(changes))]
    ChangedMeanwhile { changes: Vec<ConcurrentMark> },
    #[error("the attendance is open already")]
    AlreadyReopened,
    #[error("it is opened for some days")]
    #[field("dias")]
    ReopenedDays,
    #[error("the cohort is not closed")]
    StillOpen,
    #[error("the attendance was not opened again")]
    NotReopened,
    #[error("whoever takes part decides nothing about everybody")]
    TakesPart,
    #[error("the person has another mark")]
    #[facts(state = state.label())]
    MarkedOtherwise { state: State },
    #[error("somebody decided it already")]
    DecidedAlready,
    #[error("nobody was chosen")]
    #[field("persona")]
    NobodyChosen,
    #[error("the cohort has no such session")]
    #[field("desde")]
    NoSuchSession,
    #[error("the date would take back what is recorded of somebody")]
    #[facts(people = names_of(people, "; "))]
    #[field("desde")]
    RecordedBefore { people: Vec<(EnrolmentId, String)> },
    #[error("nobody has been marked")]
    NothingRecorded,
    #[error("the session is not over, and nobody said that its list is finished before")]
    #[facts(ends = dates::time(*ends))]
    #[field("antes")]
    BeforeItsEnd { ends: DateTime<Utc> },
    #[error("the list was finished too long ago to be opened again")]
    ReopenedLate,
    #[error("the list is not finished")]
    NotFinished,
    #[error("people without a mark were not acknowledged")]
    #[facts(people = names_of(people, ", "))]
    NotRecorded { people: Vec<(EnrolmentId, String)> },
    #[error("the mark would be the writer's own")]
    Oneself,
}

fn people_of(changes: &[ConcurrentMark]) -> String {
    let names: Vec<_> = changes.iter().map(|change| change.person.as_str()).collect();
    names.join(", ")
}

fn names_of(people: &[(EnrolmentId, String)], between: &str) -> String {
    let names: Vec<_> = people.iter().map(|(_, name)| name.as_str()).collect();
    names.join(between)
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

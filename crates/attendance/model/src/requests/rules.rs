//! What may be asked of a session, until when, and what may be granted (R41). Pure.
//!
//! - Before a session begins its absence may be announced; once it is over, what was recorded may be
//!   contested. While it is under way neither: the list is being taken.
//! - A correction may be asked for until the end of the cohort's n-th day after the session, or after
//!   its list was finished when that was later: nobody loses a day because a list was finished late, and
//!   while it is not finished the days have not begun.
//! - One request waits at a time for each person and session.

use chrono::{DateTime, NaiveDate, Utc};

use cohorts_model::entity::{cohort, session};
use enrolment_model::entity::enrolment;
use platform::dates;
use platform::texts::Refusal;
use sign_in_model::evidence::EvidenceRefusal;

use super::entity::attendance_request::{Kind, State as RequestState};
use crate::entity::attendance_mark::State;
pub use crate::rules::last_day;
use crate::rules::{Counting, applies, was_there};

/// What the rules need to know of the enrolment that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrolmentFacts {
    pub stage: enrolment::Stage,
    /// When it was last confirmed.
    pub since: Option<DateTime<Utc>>,
}

/// What may be asked of a session now, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestWindow {
    pub kind: Kind,
    /// The last moment: the session's beginning, or the end of a day. `None` while the session's list is
    /// not finished.
    pub until: Option<DateTime<Utc>>,
}

/// Why it is not asked, not granted or not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("attendance.request_")]
pub enum RequestRefusal {
    #[error("the person has no confirmed place")]
    NoPlace,
    #[error("the cohort is neither confirmed nor running")]
    #[code("attendance.request_not_running")]
    CohortNotRunning,
    #[error("the cohort is closed")]
    #[code("attendance.cohort_closed")]
    CohortClosed,
    #[error("the session is cancelled")]
    #[code("attendance.session_cancelled")]
    SessionCancelled,
    #[error("the person had no place at the session")]
    NotApplicable,
    #[error("the session is under way")]
    #[facts(ends = dates::time(*ends))]
    UnderWay { ends: DateTime<Utc> },
    #[error("nobody has passed the session's list")]
    NotTaken,
    #[error("the cohort takes no corrections")]
    NoCorrections,
    #[error("the days for corrections are over")]
    #[facts(last = dates::with_weekday(*last))]
    TooLate { last: NaiveDate },
    #[error("another request waits")]
    Waiting,
    #[error("another request about the session was withdrawn today")]
    #[code("attendance.request_withdrawn_today")]
    WithdrawnToday,
    #[error("an excuse was granted already")]
    #[code("attendance.request_excused")]
    ExcusedAlready,
    #[error("it is recorded so already")]
    #[code("attendance.request_same")]
    #[field("estado")]
    SameState,
    #[error("that is not asked for so")]
    #[code("attendance.request_state")]
    #[field("estado")]
    WrongState,
    #[error("the file is not kept: {0}")]
    #[code("attendance.scan_refused")]
    #[facts(why = _0)]
    #[field("archivo")]
    File(#[from] EvidenceRefusal),
    #[error("the person is recorded as being there")]
    ThereAlready,
    #[error("it was decided already")]
    Decided,
    #[error("a refusal needs a reason")]
    #[code("attendance.request_reason")]
    #[field("motivo")]
    ReasonMissing,
    #[error("the person came all the same")]
    #[code("attendance.request_came")]
    CameAnyway,
}

/// The states that a correction may ask for; an excuse asks for the one.
pub const CORRECTED: [State; 4] = [State::Present, State::Late, State::Excused, State::Dispensed];

/// What the person may ask of the session now, if nothing of theirs waits.
pub fn may_ask(
    cohort: cohort::Stage,
    rule: &Counting,
    session: &session::Model,
    enrolment: EnrolmentFacts,
    now: DateTime<Utc>,
) -> Result<RequestWindow, RequestRefusal> {
    match cohort {
        cohort::Stage::Confirmed | cohort::Stage::Running => {}
        // The days that a finished list gives are not over because the cohort was closed.
        cohort::Stage::Closed if session.stage == session::Stage::Closed => {}
        cohort::Stage::Closed => return Err(RequestRefusal::CohortClosed),
        cohort::Stage::Draft | cohort::Stage::Tentative | cohort::Stage::Cancelled => {
            return Err(RequestRefusal::CohortNotRunning);
        }
    }
    if enrolment.stage != enrolment::Stage::Confirmed {
        return Err(RequestRefusal::NoPlace);
    }
    if session.stage == session::Stage::Cancelled {
        return Err(RequestRefusal::SessionCancelled);
    }
    if !applies(session.ends_at, enrolment.since) {
        return Err(RequestRefusal::NotApplicable);
    }
    if now < session.starts_at {
        return Ok(RequestWindow { kind: Kind::Excuse, until: Some(session.starts_at) });
    }
    if now < session.ends_at {
        return Err(RequestRefusal::UnderWay { ends: session.ends_at });
    }
    if session.stage == session::Stage::Planned {
        return Err(RequestRefusal::NotTaken);
    }
    if rule.correction_days == 0 {
        return Err(RequestRefusal::NoCorrections);
    }
    let last = last_day(session, rule);
    if let Some(last) = last.filter(|last| dates::bogota_date(now) > *last) {
        return Err(RequestRefusal::TooLate { last });
    }
    let until = last.map(|last| {
        let midnight = last.succ_opt().unwrap_or(last);
        dates::from_bogota(midnight, chrono::NaiveTime::MIN)
    });
    Ok(RequestWindow { kind: Kind::Correction, until })
}

/// Whether what is recorded leaves anything to be excused.
pub fn not_there(kind: Kind, recorded: Option<State>) -> Result<(), RequestRefusal> {
    match recorded {
        Some(state) if kind == Kind::Excuse && was_there(state) => {
            Err(RequestRefusal::ThereAlready)
        }
        _ => Ok(()),
    }
}

/// Whether another request of the same person and session stands in the way.
pub fn none_waits(
    kind: Kind,
    others: impl IntoIterator<Item = (Kind, RequestState)>,
) -> Result<(), RequestRefusal> {
    for (other, state) in others {
        match (other, state) {
            (_, RequestState::Open) => return Err(RequestRefusal::Waiting),
            (Kind::Excuse, RequestState::Granted) if kind == Kind::Excuse => {
                return Err(RequestRefusal::ExcusedAlready);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether the person may withdraw what they asked about a session, `earlier` being when they withdrew
/// others about it. Once a day: whoever asks and withdraws without end fills the store of files.
///
/// # Errors
/// Refused on the day of another withdrawal, by the calendar of Bogotá.
pub fn may_withdraw(
    earlier: impl IntoIterator<Item = DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), RequestRefusal> {
    let today = dates::bogota_date(now);
    if earlier.into_iter().any(|at| dates::bogota_date(at) == today) {
        return Err(RequestRefusal::WithdrawnToday);
    }
    Ok(())
}

/// Whether a state can be asked for where another one is recorded.
pub fn may_want(kind: Kind, wanted: State, recorded: Option<State>) -> Result<(), RequestRefusal> {
    let possible = match kind {
        Kind::Excuse => wanted == State::Excused,
        Kind::Correction => CORRECTED.contains(&wanted),
    };
    if !possible {
        Err(RequestRefusal::WrongState)
    } else if recorded == Some(wanted) {
        Err(RequestRefusal::SameState)
    } else {
        Ok(())
    }
}

/// What a granted request does with the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A mark is written.
    Mark,
    /// It is recorded so already.
    Stands,
    /// The session's day has not come: the roll-call proposes it, and the closing applies it.
    Waits,
}

/// Returns what granting does. The excuse of a person who came all the same is not granted: their
/// presence would be lost by it.
pub fn effect(
    kind: Kind,
    granted: State,
    recorded: Option<State>,
    day_has_come: bool,
) -> Result<Effect, RequestRefusal> {
    match recorded {
        Some(state) if state == granted => Ok(Effect::Stands),
        Some(state) if kind == Kind::Excuse && was_there(state) => Err(RequestRefusal::CameAnyway),
        _ if day_has_come => Ok(Effect::Mark),
        _ => Ok(Effect::Waits),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;

//! What a mark means for a person: pure arithmetic over sessions and marks.
//!
//! - Nothing is ever present by default; a held session without a mark counts as not
//!   attended and is shown as «sin registro» (R33), from its end on or from its closing: a
//!   list that is being taken is no absence.
//! - Presente and tarde count as attended: whole, or by the minutes that somebody wrote down where
//!   the cohort counts minutes. Whether excusa and dispensado stay in the denominator, as not
//!   attended, is the cohort's rule too (R34).
//! - A session that ended before the person had a place is «no aplica» (R35); if a mark
//!   exists all the same (somebody who withdrew and came back), the mark counts.
//! - Cancelled sessions leave every denominator; planned ones are still reachable.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::dates;
use platform::texts::Refusal;

use super::entity::attendance_mark::State;

pub use cohorts_model::counting::{AttendanceRule, Counting};

/// A session as the arithmetic needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub id: SessionId,
    pub stage: session::Stage,
    pub ends_at: DateTime<Utc>,
    /// It ended already, whatever its stage.
    pub over: bool,
    /// In minutes.
    pub length: u32,
}

impl Meeting {
    /// The session as it stands at a moment.
    pub fn at(session: &session::Model, now: DateTime<Utc>) -> Self {
        let session::Model { id, stage, starts_at, ends_at, .. } = *session;
        Self { id, stage, ends_at, over: ends_at <= now, length: minutes(starts_at, ends_at) }
    }
}

/// Whole minutes between two moments; a session has one at least.
pub fn minutes(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> u32 {
    u32::try_from((ends_at - starts_at).num_minutes()).unwrap_or(0).max(1)
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    pub state: State,
    pub minutes: Option<i32>,
}

/// Where one person stands in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Marked(State),
    /// Held, and nobody said whether the person was there.
    NotRecorded,
    /// Not held yet, or its list is being taken.
    Pending,
    /// Cancelled, or over before the person had a place.
    NotApplicable,
}

/// `place_since` is when the enrolment was last confirmed.
pub fn standing(
    meeting: &Meeting,
    place_since: Option<DateTime<Utc>>,
    mark: Option<State>,
) -> Standing {
    use session::Stage;
    if meeting.stage == Stage::Cancelled {
        return Standing::NotApplicable;
    }
    if let Some(state) = mark {
        return Standing::Marked(state);
    }
    if !applies(meeting.ends_at, place_since) {
        return Standing::NotApplicable;
    }
    match meeting.stage {
        Stage::Closed => Standing::NotRecorded,
        Stage::Held if meeting.over => Standing::NotRecorded,
        Stage::Held | Stage::Planned | Stage::Cancelled => Standing::Pending,
    }
}

/// Where one person stands in one session, and for how long they were there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    pub standing: Standing,
    /// The session's length in minutes.
    pub length: u32,
    /// Minutes attended: the mark's, or all of them where it has none.
    pub minutes: u32,
}

/// The same as [`standing`], with the minutes.
pub fn presence(
    meeting: &Meeting,
    place_since: Option<DateTime<Utc>>,
    mark: Option<Marked>,
) -> Presence {
    let standing = standing(meeting, place_since, mark.map(|mark| mark.state));
    let length = meeting.length;
    let minutes = match (standing, mark) {
        (Standing::Marked(state), Some(mark)) if was_there(state) => {
            let said = mark.minutes.and_then(|said| u32::try_from(said).ok());
            said.map_or(length, |said| said.min(length))
        }
        _ => 0,
    };
    Presence { standing, length, minutes }
}

impl Presence {
    pub fn attended(&self) -> bool {
        matches!(self.standing, Standing::Marked(state) if was_there(state))
    }

    /// Minutes that the person is credited with under a rule.
    pub fn credited(&self, rule: &Counting) -> u32 {
        match (self.attended(), rule.partial_hours) {
            (false, _) => 0,
            (true, false) => self.length,
            (true, true) => self.minutes,
        }
    }

    /// In the denominator.
    fn is_held(&self, rule: &Counting) -> bool {
        match self.standing {
            Standing::Marked(State::Present | State::Late | State::Absent)
            | Standing::NotRecorded => true,
            Standing::Marked(State::Excused) => rule.excused_counts,
            Standing::Marked(State::Dispensed) => rule.dispensed_counts,
            Standing::Pending | Standing::NotApplicable => false,
        }
    }
}

/// Whether a person with a place since then can be marked in a session that ends then (R35).
pub fn applies(ends_at: DateTime<Utc>, place_since: Option<DateTime<Utc>>) -> bool {
    place_since.is_some_and(|since| since < ends_at)
}

/// States that say that the person was there, for some of the session at least.
pub fn was_there(state: State) -> bool {
    matches!(state, State::Present | State::Late)
}

/// A session's length in minutes, the most that a mark can say.
pub fn length(session: &session::Model) -> i32 {
    i32::try_from(minutes(session.starts_at, session.ends_at)).unwrap_or(i32::MAX)
}

/// What somebody is who comes in at a moment: present, or late under the cohort's rule.
pub fn arriving(session: &session::Model, rule: &Counting, at: DateTime<Utc>) -> State {
    let late_from = session.starts_at + TimeDelta::minutes(rule.late_after_minutes.into());
    if at > late_from { State::Late } else { State::Present }
}

/// A person's attendance in a cohort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The denominator: held sessions that count for this person.
    pub held: u32,
    /// Present or late.
    pub attended: u32,
    pub excused: u32,
    pub dispensed: u32,
    /// In the denominator, shown apart because somebody has to look.
    pub not_recorded: u32,
    /// Sessions still to come.
    pub remaining: u32,
    /// What the percentages are made of in a cohort that counts minutes; empty where every session
    /// counts one.
    pub minutes: Option<Minutes>,
    /// Minutes that the person is credited with, in any cohort: what a minimum of hours asks for.
    pub credited: u32,
    /// Minutes of the sessions still to come.
    pub ahead: u32,
}

/// The minutes of the same sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    pub held: u32,
    pub attended: u32,
    pub remaining: u32,
}

impl Totals {
    /// Nothing yet, under a rule.
    pub fn new(rule: &Counting) -> Self {
        Self { minutes: rule.partial_hours.then(Minutes::default), ..Self::default() }
    }

    pub fn of(rule: &Counting, sessions: impl IntoIterator<Item = Presence>) -> Self {
        let mut totals = Self::new(rule);
        for session in sessions {
            totals.add(rule, session);
        }
        totals
    }

    /// One more session of the person, under the rule that these totals began with.
    pub fn add(&mut self, rule: &Counting, session: Presence) {
        let held = session.is_held(rule);
        self.held += u32::from(held);
        self.credited += session.credited(rule);
        if session.standing == Standing::Pending {
            self.ahead += session.length;
        }
        match session.standing {
            Standing::Marked(State::Present | State::Late) => self.attended += 1,
            Standing::Marked(State::Absent) | Standing::NotApplicable => {}
            Standing::Marked(State::Excused) => self.excused += 1,
            Standing::Marked(State::Dispensed) => self.dispensed += 1,
            Standing::NotRecorded => self.not_recorded += 1,
            Standing::Pending => self.remaining += 1,
        }
        if let Some(minutes) = &mut self.minutes {
            minutes.attended += session.minutes;
            if held {
                minutes.held += session.length;
            }
            if session.standing == Standing::Pending {
                minutes.remaining += session.length;
            }
        }
    }

    /// Attended, held and remaining as the percentages count them.
    pub fn parts(&self) -> (u64, u64, u64) {
        let (attended, held, remaining) = match self.minutes {
            Some(minutes) => (minutes.attended, minutes.held, minutes.remaining),
            None => (self.attended, self.held, self.remaining),
        };
        (attended.into(), held.into(), remaining.into())
    }

    /// Whole percent attended of the held sessions, cut and not rounded: nobody reads
    /// «80 %» and then misses a minimum of 80 %. `None`: nothing held counts for the person.
    pub fn percent(&self) -> Option<u32> {
        let (attended, held, _) = self.parts();
        share(attended, held)
    }

    /// The percent of all sessions of the cohort that count for the person, those to come too: what
    /// is already certain.
    pub fn of_all(&self) -> Option<u32> {
        let (attended, held, remaining) = self.parts();
        share(attended, held + remaining)
    }

    /// The percent if every session still to come is attended, cut likewise.
    pub fn reachable(&self) -> Option<u32> {
        let (attended, held, remaining) = self.parts();
        share(attended + remaining, held + remaining)
    }

    /// Whether the attendance so far reaches a minimum (in percent). Nothing held proves
    /// nothing, so it does not.
    pub fn meets(&self, minimum: i32) -> bool {
        self.percent().is_some_and(|percent| i64::from(percent) >= i64::from(minimum))
    }

    /// How many of the sessions still to come (or of their minutes) must be attended to reach the
    /// minimum at the end; more than there are when it is out of reach.
    pub fn needed(&self, minimum: i32) -> u64 {
        let (attended, held, remaining) = self.parts();
        let minimum = u64::from(minimum.unsigned_abs());
        (minimum * (held + remaining)).div_ceil(100).saturating_sub(attended)
    }

    pub fn outlook(&self, minimum: i32) -> Outlook {
        let below = |percent: Option<u32>| {
            percent.is_some_and(|percent| i64::from(percent) < i64::from(minimum))
        };
        if below(self.reachable()) {
            Outlook::OutOfReach
        } else if below(self.percent()) {
            Outlook::AtRisk
        } else {
            Outlook::OnTrack
        }
    }
}

fn share(part: u64, whole: u64) -> Option<u32> {
    (part * 100).checked_div(whole).map(|percent| u32::try_from(percent).unwrap_or(100))
}

/// What can still be said about the minimum (R43).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    OnTrack,
    /// Below the minimum, which can still be reached.
    AtRisk,
    OutOfReach,
}

/// Why a roll-call was not written or a session not closed. Names are those of the people
/// concerned, for the page of somebody who may see them.
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
    ChangedMeanwhile { changes: Vec<Change> },
    #[error("nobody has been marked")]
    NothingRecorded,
    #[error("people without a mark were not acknowledged")]
    NotRecorded { people: Vec<(EnrolmentId, String)> },
}

/// A mark that somebody else wrote while the form was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
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

/// Whether marks may be written at all; who may is the policy's question. A roll-call on
/// the session's day may begin before the hour, never on an earlier day.
pub fn may_mark(
    cohort: cohort::Stage,
    session: session::Stage,
    starts_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), AttendanceRefusal> {
    match cohort {
        cohort::Stage::Confirmed | cohort::Stage::Running => {}
        cohort::Stage::Closed => return Err(AttendanceRefusal::CohortClosed),
        cohort::Stage::Draft | cohort::Stage::Tentative | cohort::Stage::Cancelled => {
            return Err(AttendanceRefusal::CohortNotRunning);
        }
    }
    if session == session::Stage::Cancelled {
        return Err(AttendanceRefusal::SessionCancelled);
    }
    let day = dates::bogota_date(starts_at);
    if dates::bogota_date(now) < day {
        return Err(AttendanceRefusal::NotYet { day });
    }
    Ok(())
}

/// Whether a session can be closed once the people without a mark are known about.
pub fn may_close(session: session::Stage) -> Result<(), AttendanceRefusal> {
    match session {
        session::Stage::Held => Ok(()),
        session::Stage::Planned => Err(AttendanceRefusal::NothingRecorded),
        session::Stage::Closed => Err(AttendanceRefusal::SessionClosed),
        session::Stage::Cancelled => Err(AttendanceRefusal::SessionCancelled),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;

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
//! - Cancelled sessions leave every denominator; those to come are still reachable. One that ended and
//!   whose list nobody has passed is neither: it is nobody's chance, and the coordination's task.

use chrono::{DateTime, TimeDelta, Utc};

use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use platform::dates;

use super::entity::attendance_mark::State;

pub use super::refusals::{AttendanceRefusal, ConcurrentMark};
pub use super::windows::{REOPENED_DAYS, last_day, may_reopen, may_reopen_list};
pub use cohorts_model::counting::{AttendanceRule, Counting};

/// A session as the arithmetic needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionSlot {
    pub id: SessionId,
    pub stage: session::Stage,
    pub ends_at: DateTime<Utc>,
    /// Its end has passed, whatever its stage.
    pub over: bool,
    /// In minutes.
    pub length: u32,
}

impl SessionSlot {
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

/// What a mark says, without who made it and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkValue {
    pub state: State,
    pub minutes: Option<i32>,
}

/// Where one person stands in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStanding {
    Marked(State),
    /// Held, and nobody said whether the person was there.
    NotRecorded,
    /// Not held yet, or its list is being taken.
    Pending,
    /// It ended, and nobody has passed its list.
    Unlisted,
    /// Cancelled, or over before the person had a place.
    NotApplicable,
}

/// Returns where one person stands in one session. `confirmed_since` is when the enrolment was last confirmed.
pub fn standing(
    slot: &SessionSlot,
    confirmed_since: Option<DateTime<Utc>>,
    mark: Option<State>,
) -> SessionStanding {
    use session::Stage;
    if slot.stage == Stage::Cancelled {
        return SessionStanding::NotApplicable;
    }
    if let Some(state) = mark {
        return SessionStanding::Marked(state);
    }
    if !applies(slot.ends_at, confirmed_since) {
        return SessionStanding::NotApplicable;
    }
    match slot.stage {
        Stage::Closed => SessionStanding::NotRecorded,
        Stage::Held if slot.over => SessionStanding::NotRecorded,
        Stage::Planned if slot.over => SessionStanding::Unlisted,
        Stage::Held | Stage::Planned | Stage::Cancelled => SessionStanding::Pending,
    }
}

/// Where one person stands in one session, and for how long they were there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    pub standing: SessionStanding,
    /// The session's length in minutes.
    pub length: u32,
    /// Minutes attended: the mark's, or all of them where it has none.
    pub minutes: u32,
}

/// Returns what [`standing`] returns, with the minutes.
pub fn presence(
    slot: &SessionSlot,
    confirmed_since: Option<DateTime<Utc>>,
    mark: Option<MarkValue>,
) -> Presence {
    let standing = standing(slot, confirmed_since, mark.map(|mark| mark.state));
    let length = slot.length;
    let minutes = match (standing, mark) {
        (SessionStanding::Marked(state), Some(mark)) if was_there(state) => {
            let said = mark.minutes.and_then(|said| u32::try_from(said).ok());
            said.map_or(length, |said| said.min(length))
        }
        _ => 0,
    };
    Presence { standing, length, minutes }
}

impl Presence {
    pub fn attended(&self) -> bool {
        matches!(self.standing, SessionStanding::Marked(state) if was_there(state))
    }

    /// Minutes that the person is credited with under a rule.
    pub fn credited(&self, rule: &Counting) -> u32 {
        match (self.attended(), rule.partial_hours) {
            (false, _) => 0,
            (true, false) => self.length,
            (true, true) => self.minutes,
        }
    }

    /// Whether the session is in the denominator.
    fn is_held(&self, rule: &Counting) -> bool {
        match self.standing {
            SessionStanding::Marked(State::Present | State::Late | State::Absent)
            | SessionStanding::NotRecorded => true,
            SessionStanding::Marked(State::Excused) => rule.excused_counts,
            SessionStanding::Marked(State::Dispensed) => rule.dispensed_counts,
            SessionStanding::Pending
            | SessionStanding::Unlisted
            | SessionStanding::NotApplicable => false,
        }
    }
}

/// Whether a person with a place since then can be marked in a session that ends then (R35).
pub fn applies(ends_at: DateTime<Utc>, confirmed_since: Option<DateTime<Utc>>) -> bool {
    confirmed_since.is_some_and(|since| since < ends_at)
}

/// States that say that the person was there, for some of the session at least.
pub fn was_there(state: State) -> bool {
    matches!(state, State::Present | State::Late)
}

/// A session's length in minutes, the most that a mark can say.
pub fn length(session: &session::Model) -> i32 {
    i32::try_from(minutes(session.starts_at, session.ends_at)).unwrap_or(i32::MAX)
}

/// Returns the state of a person who comes in at `at`: present, or late under the cohort's rule.
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
    /// Held sessions without a mark. They are in the denominator, and shown apart because the list is
    /// incomplete.
    pub not_recorded: u32,
    /// Sessions still to come.
    pub remaining: u32,
    /// Sessions that ended and whose list nobody has passed: they count for nothing yet, and nobody can
    /// come to them any more.
    pub unlisted: u32,
    /// What the percentages are made of in a cohort that counts minutes; empty where every session
    /// counts one.
    pub minutes: Option<Minutes>,
    /// Minutes that the person is credited with, in any cohort: what a minimum of hours asks for.
    pub credited: u32,
    /// Minutes of the sessions still to come, and of those whose list nobody has passed.
    pub ahead: u32,
}

/// The minutes of the same sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    pub held: u32,
    pub attended: u32,
    pub remaining: u32,
    pub unlisted: u32,
}

impl Totals {
    /// Returns the totals of no session under a rule.
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

    /// Adds one session of the person, under the rule that these totals began with.
    pub fn add(&mut self, rule: &Counting, session: Presence) {
        let held = session.is_held(rule);
        self.held += u32::from(held);
        self.credited += session.credited(rule);
        let (pending, unlisted) = (
            session.standing == SessionStanding::Pending,
            session.standing == SessionStanding::Unlisted,
        );
        if pending || unlisted {
            self.ahead += session.length;
        }
        match session.standing {
            SessionStanding::Marked(State::Present | State::Late) => self.attended += 1,
            SessionStanding::Marked(State::Absent) | SessionStanding::NotApplicable => {}
            SessionStanding::Marked(State::Excused) => self.excused += 1,
            SessionStanding::Marked(State::Dispensed) => self.dispensed += 1,
            SessionStanding::NotRecorded => self.not_recorded += 1,
            SessionStanding::Pending => self.remaining += 1,
            SessionStanding::Unlisted => self.unlisted += 1,
        }
        if let Some(minutes) = &mut self.minutes {
            minutes.attended += session.minutes;
            if held {
                minutes.held += session.length;
            }
            if pending {
                minutes.remaining += session.length;
            }
            if unlisted {
                minutes.unlisted += session.length;
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

    /// Sessions without a list, as the percentages count them.
    fn unlisted_part(&self) -> u64 {
        self.minutes.map_or(self.unlisted, |minutes| minutes.unlisted).into()
    }

    /// Whole percent attended of the held sessions, cut and not rounded: nobody reads
    /// «80 %» and then misses a minimum of 80 %. `None`: nothing held counts for the person.
    pub fn percent(&self) -> Option<u32> {
        let (attended, held, _) = self.parts();
        share(attended, held)
    }

    /// Returns the percent attended of all sessions that count for the person, including those to
    /// come and those without a list: what is already certain.
    pub fn of_all(&self) -> Option<u32> {
        let (attended, ..) = self.parts();
        share(attended, self.whole())
    }

    /// Returns what the percent of all sessions is a part of: what was held, is to come or has no list.
    pub fn whole(&self) -> u64 {
        let (_, held, remaining) = self.parts();
        held + remaining + self.unlisted_part()
    }

    /// The percent if every session still to come is attended, cut likewise.
    pub fn reachable(&self) -> Option<u32> {
        let (attended, held, remaining) = self.parts();
        share(attended + remaining, held + remaining)
    }

    /// The percent if, besides, the lists that nobody has passed say that the person was there: beyond it
    /// nothing is possible any more.
    pub fn best(&self) -> Option<u32> {
        let (attended, held, remaining) = self.parts();
        let open = remaining + self.unlisted_part();
        share(attended + open, held + open)
    }

    /// Whether the attendance so far reaches a minimum (in percent). Nothing held proves
    /// nothing, so it does not.
    pub fn meets(&self, minimum: i32) -> bool {
        self.percent().is_some_and(|percent| i64::from(percent) >= i64::from(minimum))
    }

    /// Returns how many of the sessions still to come (or of their minutes) must be attended to reach
    /// the minimum at the end; more than there are when it is out of reach.
    pub fn needed(&self, minimum: i32) -> u64 {
        let (attended, held, remaining) = self.parts();
        let minimum = u64::from(minimum.unsigned_abs());
        (minimum * (held + remaining)).div_ceil(100).saturating_sub(attended)
    }

    pub fn reachability(&self, minimum: i32) -> Reachability {
        let below = |percent: Option<u32>| {
            percent.is_some_and(|percent| i64::from(percent) < i64::from(minimum))
        };
        if below(self.best()) {
            Reachability::OutOfReach
        } else if below(self.percent()) {
            Reachability::AtRisk
        } else {
            Reachability::OnTrack
        }
    }
}

fn share(part: u64, whole: u64) -> Option<u32> {
    (part * 100).checked_div(whole).map(|percent| u32::try_from(percent).unwrap_or(100))
}

/// Whether the minimum of attendance is met, and whether it can still be reached (R43).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reachability {
    OnTrack,
    /// Below the minimum, which can still be reached: by coming, or by a list that is still to be passed.
    AtRisk,
    OutOfReach,
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

/// Whether a session's list can be finished once the people without a mark are known about. Before the
/// session's end it is finished only by somebody who says so: whoever comes later is refused.
pub fn may_close(
    session: session::Stage,
    ends_at: DateTime<Utc>,
    says_early: bool,
    now: DateTime<Utc>,
) -> Result<(), AttendanceRefusal> {
    match session {
        session::Stage::Held if now < ends_at && !says_early => {
            Err(AttendanceRefusal::BeforeItsEnd { ends: ends_at })
        }
        session::Stage::Held => Ok(()),
        session::Stage::Planned => Err(AttendanceRefusal::NothingRecorded),
        session::Stage::Closed => Err(AttendanceRefusal::SessionClosed),
        session::Stage::Cancelled => Err(AttendanceRefusal::SessionCancelled),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "rules_model_tests.rs"]
mod model_tests;

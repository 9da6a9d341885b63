//! What becomes of a mark that a telephone made somewhere without a network and sent later: pure,
//! and the same whatever the order in which one telephone's marks arrive.
//!
//! - What the same telephone said later about a person stands, whether it arrived earlier or not.
//! - Two that say the same agree, whoever made them, and nobody has to look.
//! - What cannot be written now, or whose moment nobody can believe, is for somebody to look at
//!   (R37): never lost, never counted by itself.
//! - Over a mark of somebody else goes only who had that mark in sight; otherwise the two disagree
//!   and both are kept.

pub use super::entity::field_arrival::Why;
use chrono::{DateTime, TimeDelta, Utc};

use cohorts_model::entity::{cohort, session};
use platform::dates;

use crate::entity::attendance_mark::{DeviceId, MarkId, State};
use crate::rules;

/// A clock this wrong is told; its marks are looked at (R37).
pub const SKEW: TimeDelta = TimeDelta::minutes(10);

/// A mark as the telephone sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub device: DeviceId,
    /// Rises with every mark of that telephone.
    pub sequence: i64,
    pub state: State,
    pub minutes: Option<i32>,
    /// The mark that the person had in sight.
    pub seen: Option<MarkId>,
    /// The telephone's clock when it was made, and when it left.
    pub at: DateTime<Utc>,
    pub sent_at: DateTime<Utc>,
}

/// Where it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    pub now: DateTime<Utc>,
    pub cohort: cohort::Stage,
    pub session: session::Stage,
    pub starts_at: DateTime<Utc>,
    /// The session's length in minutes.
    pub length: i32,
    /// The person can be marked there now.
    pub on_the_roll: bool,
    /// The account works there now; if not, it was given the list once.
    pub theirs: bool,
    pub revoked: bool,
    /// The highest number that this telephone has said of this person there.
    pub last_said: Option<i64>,
}

/// The mark that counts when it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Nothing yet for one that the same batch writes.
    pub mark: Option<MarkId>,
    pub state: State,
    pub minutes: Option<i32>,
    pub device: Option<DeviceId>,
    /// Another telephone said the same: whoever takes it back disagrees with that one.
    pub witnessed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Apply,
    Agrees,
    Superseded,
    Conflict,
    Review(Why),
}

/// How far the telephone's clock is ahead of ours (negative: behind).
pub fn skew(sent_at: DateTime<Utc>, arrived_at: DateTime<Utc>) -> TimeDelta {
    sent_at - arrived_at
}

pub fn judge(said: &Said, ground: &Ground, current: Option<&Now>) -> Verdict {
    if ground.last_said.is_some_and(|last| last >= said.sequence) {
        return Verdict::Superseded;
    }
    let same = |now: &&Now| now.state == said.state && now.minutes == said.minutes;
    let own = |now: &Now| now.device == Some(said.device);
    // Saying it again changes nothing, wherever it happens; but of one telephone every word is
    // written, so that an older one that is still on its way finds the newer.
    if current.filter(same).is_some_and(|now| !own(now)) {
        return Verdict::Agrees;
    }
    if let Some(why) = doubt(said, ground) {
        return Verdict::Review(why);
    }
    match current {
        None => Verdict::Apply,
        Some(now) if own(now) && !now.witnessed => Verdict::Apply,
        Some(now) if said.seen.is_some() && said.seen == now.mark => Verdict::Apply,
        Some(_) => Verdict::Conflict,
    }
}

/// The first reason why somebody has to look; the gravest come first, because one is told.
fn doubt(said: &Said, ground: &Ground) -> Option<Why> {
    use crate::rules::AttendanceRefusal as Refusal;
    let written = rules::may_mark(ground.cohort, ground.session, ground.starts_at, ground.now);
    let refused = written.err().map(|refusal| match refusal {
        Refusal::CohortClosed => Why::CohortOver,
        Refusal::SessionCancelled => Why::SessionCancelled,
        Refusal::NotYet { .. } => Why::NotYet,
        _ => Why::CohortNotRunning,
    });
    let skew = skew(said.sent_at, ground.now);
    // A clock that is wrong by days says nothing about the day.
    let made = said.at - skew;
    let day = dates::bogota_date(ground.starts_at);
    let because = |holds: bool, why: Why| holds.then_some(why);
    because(ground.revoked, Why::Revoked)
        .or(because(!ground.theirs, Why::NotTheirs))
        .or(refused)
        .or(because(ground.session == session::Stage::Closed, Why::SessionClosed))
        .or(because(!ground.on_the_roll, Why::NotOnTheRoll))
        .or(because(skew.abs() > SKEW, Why::Clock))
        .or(because(dates::bogota_date(made) != day, Why::AnotherDay))
        .or(because(said.minutes.is_some_and(|minutes| minutes > ground.length), Why::TooLong))
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;

//! What becomes of a mark that a telephone made somewhere without a network and sent later: pure,
//! and the same whatever the order in which one telephone's marks arrive.
//!
//! - What the same telephone said later about a person stands, whether it arrived earlier or not.
//! - Two that say the same agree, whoever made them, and nobody has to look.
//! - What cannot be written now, or whose moment nobody can believe, is for somebody to look at
//!   (R37): never lost, never counted by itself.
//! - Over a mark of somebody else goes only who had that mark in sight; otherwise the two disagree
//!   and both are kept.

pub use super::entity::field_arrival::ReviewReason;
use chrono::{DateTime, TimeDelta, Utc};

use cohorts_model::entity::{cohort, session};
use cohorts_model::timetable::is_its_time;

use crate::entity::attendance_mark::{DeviceId, MarkId, State};
use crate::rules;

/// From this difference on a telephone's clock is wrong, and its marks wait for review (R37).
pub const SKEW: TimeDelta = TimeDelta::minutes(10);

/// How much later than its sending a mark may say that it was made: a tap while the batch is put together.
const AFTERTHOUGHT: TimeDelta = TimeDelta::minutes(1);

/// A mark as the telephone sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkClaim {
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

/// The circumstances in which a mark arrives: the session, the cohort, the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArrivalContext {
    pub now: DateTime<Utc>,
    pub cohort: cohort::Stage,
    pub session: session::Stage,
    pub starts_at: DateTime<Utc>,
    /// The session's length in minutes.
    pub length: i32,
    /// The person can be marked there now.
    pub on_the_roll: bool,
    /// The account works in the cohort now; if not, it was given the list once.
    pub theirs: bool,
    /// The person is the account's own.
    pub oneself: bool,
    pub revoked: bool,
    /// The highest sequence that this telephone has sent about this person in the session.
    pub last_said: Option<i64>,
}

/// The mark that counts when it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveMark {
    /// `None` while the same batch is still to write it.
    pub mark: Option<MarkId>,
    pub state: State,
    pub minutes: Option<i32>,
    pub device: Option<DeviceId>,
    /// Another telephone said the same, so a mark that differs disagrees with that one too.
    pub witnessed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalVerdict {
    Apply,
    Agrees,
    Superseded,
    Conflict,
    Review(ReviewReason),
}

/// Returns how far the telephone's clock is ahead of ours; negative when it is behind.
pub fn skew(sent_at: DateTime<Utc>, arrived_at: DateTime<Utc>) -> TimeDelta {
    sent_at - arrived_at
}

pub fn judge(
    said: &MarkClaim,
    ground: &ArrivalContext,
    current: Option<&EffectiveMark>,
) -> ArrivalVerdict {
    if ground.last_said.is_some_and(|last| last >= said.sequence) {
        return ArrivalVerdict::Superseded;
    }
    let same = |now: &&EffectiveMark| now.state == said.state && now.minutes == said.minutes;
    let own = |now: &EffectiveMark| now.device == Some(said.device);
    // Saying it again changes nothing, wherever it happens; but of one telephone every word is
    // written, so that an older one that is still on its way finds the newer.
    if current.filter(same).is_some_and(|now| !own(now)) {
        return ArrivalVerdict::Agrees;
    }
    if let Some(why) = doubt(said, ground) {
        // Nothing is in doubt about what counts already: only the telephone's clock is wrong, and the
        // difference stays beside the arrival.
        let agrees = why == ReviewReason::Clock && current.filter(same).is_some();
        return if agrees { ArrivalVerdict::Agrees } else { ArrivalVerdict::Review(why) };
    }
    match current {
        None => ArrivalVerdict::Apply,
        Some(now) if own(now) && !now.witnessed => ArrivalVerdict::Apply,
        Some(now) if said.seen.is_some() && said.seen == now.mark => ArrivalVerdict::Apply,
        Some(_) => ArrivalVerdict::Conflict,
    }
}

/// Returns the gravest reason why the mark cannot count by itself; `None` means that there is none.
fn doubt(said: &MarkClaim, ground: &ArrivalContext) -> Option<ReviewReason> {
    use crate::rules::AttendanceRefusal as Refusal;
    let written = rules::may_mark(ground.cohort, ground.session, ground.starts_at, ground.now);
    let refused = written.err().map(|refusal| match refusal {
        Refusal::CohortClosed => ReviewReason::CohortOver,
        Refusal::SessionCancelled => ReviewReason::SessionCancelled,
        Refusal::NotYet { .. } => ReviewReason::NotYet,
        _ => ReviewReason::CohortNotRunning,
    });
    let skew = skew(said.sent_at, ground.now);
    // A clock that is wrong by days says nothing about the day.
    let made = said.at - skew;
    let ends_at = ground.starts_at + TimeDelta::minutes(ground.length.into());
    let because = |holds: bool, why: ReviewReason| holds.then_some(why);
    because(ground.revoked, ReviewReason::Revoked)
        .or(because(!ground.theirs, ReviewReason::NotTheirs))
        .or(refused)
        .or(because(ground.session == session::Stage::Closed, ReviewReason::SessionClosed))
        .or(because(!ground.on_the_roll, ReviewReason::NotOnTheRoll))
        .or(because(ground.oneself, ReviewReason::Oneself))
        // What was made after it was sent was not made then, whatever the clock says now.
        .or(because(
            skew.abs() > SKEW || said.at > said.sent_at + AFTERTHOUGHT,
            ReviewReason::Clock,
        ))
        .or(because(!is_its_time(ground.starts_at, ends_at, made), ReviewReason::AnotherDay))
        .or(because(
            said.minutes.is_some_and(|minutes| minutes > ground.length),
            ReviewReason::TooLong,
        ))
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;

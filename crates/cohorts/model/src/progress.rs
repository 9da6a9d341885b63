//! What is said of a session at a moment. Its row keeps whether somebody was marked (`held`) and whether
//! its list is finished (`closed`); what people read follows the clock as well, because somebody who
//! checks in at 7:28 has not held the session of 8:00.

use chrono::{DateTime, TimeDelta, Utc};

use platform::texts::Words;

use super::entity::session::{self, Stage};

/// Where a session stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("cohorts.session_progress_")]
pub enum SessionProgress {
    Planned,
    UnderWay,
    /// It is over and nobody has passed its list.
    Unlisted,
    /// It is over, and its list is not finished yet.
    Held,
    /// Its list is finished.
    Closed,
    Cancelled,
}

impl SessionProgress {
    /// Returns the tag of the style sheet.
    pub fn tag(self) -> &'static str {
        match self {
            Self::UnderWay => "running",
            Self::Unlisted => "warning",
            Self::Planned | Self::Held | Self::Closed | Self::Cancelled => self.code(),
        }
    }
}

/// Returns where a session of this stage and these hours stands at a moment.
pub fn progress(
    stage: Stage,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> SessionProgress {
    match stage {
        Stage::Cancelled => SessionProgress::Cancelled,
        Stage::Closed => SessionProgress::Closed,
        Stage::Planned | Stage::Held if now < starts_at => SessionProgress::Planned,
        Stage::Planned | Stage::Held if now < ends_at => SessionProgress::UnderWay,
        Stage::Planned => SessionProgress::Unlisted,
        Stage::Held => SessionProgress::Held,
    }
}

/// How long before the start of a session its people are led to check in.
const ARRIVAL: TimeDelta = TimeDelta::minutes(60);

/// Whether people of a session are led to check in: from an hour before its start until its end, while
/// nobody has finished its list.
pub fn takes_arrivals(
    stage: Stage,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> bool {
    match progress(stage, (starts_at, ends_at), now) {
        SessionProgress::Planned => starts_at - now <= ARRIVAL,
        SessionProgress::UnderWay => true,
        _ => false,
    }
}

impl session::Model {
    pub fn takes_arrivals(&self, now: DateTime<Utc>) -> bool {
        takes_arrivals(self.stage, (self.starts_at, self.ends_at), now)
    }

    pub fn progress(&self, now: DateTime<Utc>) -> SessionProgress {
        progress(self.stage, (self.starts_at, self.ends_at), now)
    }

    /// Whether the session was taught: its list is finished, or its end has passed with marks.
    pub fn was_held(&self, now: DateTime<Utc>) -> bool {
        matches!(self.progress(now), SessionProgress::Held | SessionProgress::Closed)
    }

    /// Whether people are still expected: it has not ended, and nobody has finished its list.
    pub fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        matches!(self.progress(now), SessionProgress::Planned | SessionProgress::UnderWay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_held_when_its_list_is_finished_or_it_ended_with_marks_and_never_before() {
        let start = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
        let hours = (start, start + TimeDelta::hours(4));
        let at = |stage, minutes| progress(stage, hours, start + TimeDelta::minutes(minutes));
        assert_eq!(at(Stage::Held, -32), SessionProgress::Planned, "somebody checked in early");
        assert_eq!(at(Stage::Held, 10), SessionProgress::UnderWay);
        assert_eq!(at(Stage::Held, 240), SessionProgress::Held);
        assert_eq!(at(Stage::Planned, 10), SessionProgress::UnderWay);
        assert_eq!(at(Stage::Planned, 240), SessionProgress::Unlisted);
        let led =
            |stage, minutes| takes_arrivals(stage, hours, start + TimeDelta::minutes(minutes));
        assert_eq!(
            [-61, -60, 0, 239, 240].map(|minutes| led(Stage::Planned, minutes)),
            [false, true, true, true, false]
        );
        assert!(led(Stage::Held, -32), "somebody else checked in early");
        for minutes in [-32, 10, 240] {
            assert!(!led(Stage::Closed, minutes) && !led(Stage::Cancelled, minutes));
            assert_eq!(at(Stage::Closed, minutes), SessionProgress::Closed);
            assert_eq!(at(Stage::Cancelled, minutes), SessionProgress::Cancelled);
        }
    }
}

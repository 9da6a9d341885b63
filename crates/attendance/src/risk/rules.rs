//! What is news about somebody's attendance. Pure.
//!
//! Each level is told once. Who recovers and falls again is told again, at most once a week. A list
//! that is being taken is no news, and neither is one of long ago.

use chrono::{DateTime, TimeDelta, Utc};

use super::entity::risk_notice::Level;
use crate::rules::Outlook;

/// Lists are looked at when nobody has touched them for so long.
pub const QUIET: TimeDelta = TimeDelta::minutes(30);
/// A cohort whose last mark is older is no news: nobody is told of the past on the day that a new
/// program is installed.
pub const NEWS: TimeDelta = TimeDelta::days(30);
/// The same level is told again after so long.
pub const AGAIN: TimeDelta = TimeDelta::days(7);

/// What was noticed before of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noticed {
    pub level: Level,
    pub at: DateTime<Utc>,
    pub over: bool,
}

/// What is to be done about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Nothing,
    /// What was noticed is over, and nothing is told.
    Over,
    /// The person is told; what was noticed before is over.
    Tell(Level),
}

pub fn level(outlook: Outlook) -> Option<Level> {
    match outlook {
        Outlook::OnTrack => None,
        Outlook::AtRisk => Some(Level::AtRisk),
        Outlook::OutOfReach => Some(Level::OutOfReach),
    }
}

/// `before` in any order; one of them at most is not over.
pub fn step(outlook: Outlook, before: &[Noticed], now: DateTime<Utc>) -> Step {
    let open = before.iter().find(|notice| !notice.over).map(|notice| notice.level);
    let ended = if open.is_some() { Step::Over } else { Step::Nothing };
    match level(outlook) {
        None => ended,
        Some(level) if open == Some(level) => Step::Nothing,
        Some(level) => {
            let lately = |notice: &Noticed| notice.level == level && now - notice.at < AGAIN;
            if before.iter().any(lately) { ended } else { Step::Tell(level) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000, 0).expect("a time")
    }

    fn noticed(level: Level, days: i64, over: bool) -> Noticed {
        Noticed { level, at: now() - TimeDelta::days(days), over }
    }

    #[test]
    fn each_level_is_told_once() {
        use Outlook::{AtRisk, OnTrack, OutOfReach};
        assert_eq!(step(OnTrack, &[], now()), Step::Nothing);
        assert_eq!(step(AtRisk, &[], now()), Step::Tell(Level::AtRisk));
        let told = [noticed(Level::AtRisk, 90, false)];
        assert_eq!(step(AtRisk, &told, now()), Step::Nothing, "however long ago");
        assert_eq!(step(OutOfReach, &told, now()), Step::Tell(Level::OutOfReach));
        assert_eq!(step(OnTrack, &told, now()), Step::Over);
    }

    #[test]
    fn who_falls_again_is_told_again_after_a_week() {
        let lately = [noticed(Level::AtRisk, 6, true)];
        assert_eq!(step(Outlook::AtRisk, &lately, now()), Step::Nothing);
        let before = [noticed(Level::AtRisk, 7, true)];
        assert_eq!(step(Outlook::AtRisk, &before, now()), Step::Tell(Level::AtRisk));
        // A correction brings somebody back within reach, which they were told days ago.
        let back = [noticed(Level::OutOfReach, 1, false), noticed(Level::AtRisk, 3, true)];
        assert_eq!(step(Outlook::AtRisk, &back, now()), Step::Over);
    }
}

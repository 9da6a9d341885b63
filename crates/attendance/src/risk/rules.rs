//! What is news about somebody's attendance. Pure.
//!
//! Each level is told once. Who recovers and falls again is told again, at most once a week. A list
//! that is being taken is no news, and neither is one of long ago.

use chrono::{DateTime, TimeDelta, Utc};

use super::entity::risk_notice::RiskLevel;
use crate::rules::Reachability;

/// Lists are looked at when no mark was written for this long.
pub const QUIET: TimeDelta = TimeDelta::minutes(30);
/// A cohort whose last mark is older is no news: nobody is told of the past on the day that a new
/// program is installed.
pub const NEWS: TimeDelta = TimeDelta::days(30);
/// The same level is told again after this long.
pub const AGAIN: TimeDelta = TimeDelta::days(7);

/// An earlier notice about the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriorNotice {
    pub level: RiskLevel,
    pub at: DateTime<Utc>,
    pub over: bool,
}

/// What a round does about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskStep {
    Nothing,
    /// What was noticed is over, and nothing is told.
    Over,
    /// The person is told; what was noticed before is over.
    Tell(RiskLevel),
}

pub fn level(reachability: Reachability) -> Option<RiskLevel> {
    match reachability {
        Reachability::OnTrack => None,
        Reachability::AtRisk => Some(RiskLevel::AtRisk),
        Reachability::OutOfReach => Some(RiskLevel::OutOfReach),
    }
}

/// Returns what to do now. `before` may be in any order; at most one notice in it is not over.
pub fn step(reachability: Reachability, before: &[PriorNotice], now: DateTime<Utc>) -> RiskStep {
    let open = before.iter().find(|notice| !notice.over).map(|notice| notice.level);
    let ended = if open.is_some() { RiskStep::Over } else { RiskStep::Nothing };
    match level(reachability) {
        None => ended,
        Some(level) if open == Some(level) => RiskStep::Nothing,
        Some(level) => {
            let lately = |notice: &PriorNotice| notice.level == level && now - notice.at < AGAIN;
            if before.iter().any(lately) { ended } else { RiskStep::Tell(level) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000, 0).expect("a time")
    }

    fn noticed(level: RiskLevel, days: i64, over: bool) -> PriorNotice {
        PriorNotice { level, at: now() - TimeDelta::days(days), over }
    }

    #[test]
    fn each_level_is_told_once() {
        use Reachability::{AtRisk, OnTrack, OutOfReach};
        assert_eq!(step(OnTrack, &[], now()), RiskStep::Nothing);
        assert_eq!(step(AtRisk, &[], now()), RiskStep::Tell(RiskLevel::AtRisk));
        let told = [noticed(RiskLevel::AtRisk, 90, false)];
        assert_eq!(step(AtRisk, &told, now()), RiskStep::Nothing, "however long ago");
        assert_eq!(step(OutOfReach, &told, now()), RiskStep::Tell(RiskLevel::OutOfReach));
        assert_eq!(step(OnTrack, &told, now()), RiskStep::Over);
    }

    #[test]
    fn who_falls_again_is_told_again_after_a_week() {
        let lately = [noticed(RiskLevel::AtRisk, 6, true)];
        assert_eq!(step(Reachability::AtRisk, &lately, now()), RiskStep::Nothing);
        let before = [noticed(RiskLevel::AtRisk, 7, true)];
        assert_eq!(step(Reachability::AtRisk, &before, now()), RiskStep::Tell(RiskLevel::AtRisk));
        // A correction brings somebody back within reach, which they were told days ago.
        let back = [noticed(RiskLevel::OutOfReach, 1, false), noticed(RiskLevel::AtRisk, 3, true)];
        assert_eq!(step(Reachability::AtRisk, &back, now()), RiskStep::Over);
    }
}

//! Who owes a second factor and from when on, pure.

use chrono::{DateTime, TimeDelta, Utc};

use platform::dates::bogota_date;

use crate::actor::{Grant, Role};
use crate::rules::{self, RecentFailures};

/// How long a sign-in waits for its code.
pub const HALF_SESSION: TimeDelta = TimeDelta::minutes(10);
/// How far back wrong codes count beside [`rules::WINDOW`]: six digits must also withstand somebody who
/// knows the password and has days.
pub const DAY: TimeDelta = TimeDelta::days(1);
/// Wrong codes that an account may collect in a [`DAY`] from addresses that never signed in to it.
pub const STRANGERS_A_DAY: u64 = 20;
/// Wrong codes that one address may send to an account in a [`DAY`].
pub const PAIR_A_DAY: u64 = 20;
/// Wrong codes after which the owner gets a letter: somebody has the password.
pub const SUSPICIOUS: u64 = 3;

/// Whether a role is not used for long without a second factor: it reads or changes what is of many.
pub fn is_compulsory(role: Role) -> bool {
    match role {
        Role::NationalAdministrator | Role::Coordinator | Role::Director | Role::Gobernacion => {
            true
        }
        Role::Facilitator | Role::FocalPoint | Role::Participant => false,
    }
}

/// Whether one of these roles asks for a second factor.
pub fn owes_factor(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| is_compulsory(grant.role))
}

/// What an account owes of its second factor today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorDuty {
    /// It has one, or no role that asks for it.
    Settled,
    /// It has to set one up within so many days, today included; at least one.
    Due { days: i64 },
    /// The days are over: until it has one it opens nothing else.
    Overdue,
}

/// What is owed, where the role asks for a factor that is not there: `asked_at` is when the product
/// first asked, `grace` how many days it waits. Days are those of Bogotá. An account that nobody asked
/// yet has all of them.
pub fn duty(asked_at: Option<DateTime<Utc>>, grace: i64, now: DateTime<Utc>) -> FactorDuty {
    let today = bogota_date(now);
    let passed = today - asked_at.map_or(today, bogota_date);
    match grace - passed.num_days() {
        days if days > 0 => FactorDuty::Due { days },
        _ => FactorDuty::Overdue,
    }
}

/// Whether one more code may be tried: what a password may, and less in a day.
pub fn may_try_code(recent: RecentFailures, of_day: RecentFailures) -> bool {
    rules::may_try(recent)
        && of_day.of_pair < PAIR_A_DAY
        && (of_day.of_account < STRANGERS_A_DAY || of_day.source_is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn the_days_are_counted_from_the_first_one_in_bogota() {
        // Eight in the evening of 20 November in Bogotá.
        let asked = Some(at("2026-11-21T01:00:00Z"));
        assert_eq!(duty(asked, 14, at("2026-11-21T01:00:00Z")), FactorDuty::Due { days: 14 });
        assert_eq!(duty(asked, 14, at("2026-11-21T05:00:00Z")), FactorDuty::Due { days: 13 });
        assert_eq!(duty(asked, 14, at("2026-12-04T04:59:59Z")), FactorDuty::Due { days: 1 });
        assert_eq!(duty(asked, 14, at("2026-12-04T05:00:00Z")), FactorDuty::Overdue);
        assert_eq!(duty(asked, 0, at("2026-11-21T01:00:00Z")), FactorDuty::Overdue);
        assert_eq!(duty(None, 14, at("2027-11-21T01:00:00Z")), FactorDuty::Due { days: 14 });
    }

    #[test]
    fn a_known_password_is_no_licence_to_guess() {
        let few = RecentFailures::default();
        let strangers = RecentFailures { of_account: STRANGERS_A_DAY, ..few };
        assert!(may_try_code(few, few));
        assert!(!may_try_code(few, strangers));
        assert!(may_try_code(few, RecentFailures { source_is_known: true, ..strangers }));
        let pair = RecentFailures { of_pair: PAIR_A_DAY, source_is_known: true, ..few };
        assert!(!may_try_code(few, pair), "nor from the usual address");
        assert!(!may_try_code(RecentFailures { of_pair: rules::PER_PAIR, ..few }, few));
    }
}

//! Limits on guessing passwords (R70, P23), pure: counts come in, an answer goes out.

use chrono::{NaiveDate, TimeDelta};

use super::actor::{Grant, Role};

/// How far back failures count.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How long an address or a browser that signed in to an account is known as its owner's.
pub const KNOWN: TimeDelta = TimeDelta::days(180);
/// How long failures are kept: passwords are counted for [`WINDOW`], codes for a day, and no limit counts
/// them after that.
pub const FAILURES_KEPT: TimeDelta = TimeDelta::days(1);
/// How long sessions and links are kept after their end.
pub const ENDED: TimeDelta = TimeDelta::days(30);
/// How long a sign-in lasts.
pub const SESSION: TimeDelta = TimeDelta::hours(12);
/// How long a sign-in on a shared computer lasts without use.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// Open sessions of one account; the one that was used longest ago ends first.
pub const MOST_SESSIONS: u64 = 20;
/// Browsers that one account knows; the one from which it came in longest ago is forgotten first.
pub const MOST_DEVICES: u64 = 10;

/// How often the last use of a session is written down: often enough for [`IDLE`].
pub fn use_noted_every(is_shared: bool) -> TimeDelta {
    TimeDelta::minutes(if is_shared { 1 } else { 5 })
}
/// How long a link for a lost password works: whoever asked is waiting for it.
pub const LOST_LINK: TimeDelta = TimeDelta::hours(1);

/// How long the link works that proves another mail of one's account.
pub const MAIL_LINK: TimeDelta = TimeDelta::hours(24);
/// How far back requests for another mail count.
pub const MAIL_REQUESTS_WINDOW: TimeDelta = TimeDelta::days(1);
/// Requests for another mail that one account may make within [`MAIL_REQUESTS_WINDOW`].
pub const MAIL_REQUESTS: u64 = 5;
/// Letters that one new mail gets within [`MAIL_REQUESTS_WINDOW`], whoever asks; asking more often is
/// answered the same.
pub const LETTERS_PER_NEW_MAIL: u64 = 3;

/// Failures one address may make on one account.
pub const PER_PAIR: u64 = 5;
/// Failures one address may make on all accounts; a whole town hall shares one address.
pub const PER_ADDRESS: u64 = 50;
/// Failures one account may collect from everywhere before unknown addresses must wait.
pub const PER_ACCOUNT: u64 = 30;

/// Links one address may ask for; a whole town hall shares one address.
pub const LINKS_PER_ADDRESS: u64 = 20;
/// Letters with a link that one account gets; asking more often is answered the same.
pub const LINKS_PER_ACCOUNT: u64 = 3;

/// Whether a role comes with exactly the scope it is about: a coordination and whoever directs with
/// their unit, a gobernación with its department, an enlace with its entity, the others with none. A
/// facilitation may have a unit, whose coordination keeps it then; what somebody teaches is said by the
/// sessions.
pub fn scope_fits(grant: &Grant) -> bool {
    let scope = (grant.unit.is_some(), grant.department.is_some(), grant.entity.is_some());
    match grant.role {
        Role::Coordinator | Role::Director => scope == (true, false, false),
        Role::Gobernacion => scope == (false, true, false),
        Role::FocalPoint => scope == (false, false, true),
        Role::Facilitator => !scope.1 && !scope.2,
        Role::NationalAdministrator | Role::Participant => scope == (false, false, false),
    }
}

/// Whether a role that holds from a day to a day, where there are such days, holds today.
pub fn is_held(from: Option<NaiveDate>, until: Option<NaiveDate>, today: NaiveDate) -> bool {
    from.is_none_or(|from| from <= today) && until.is_none_or(|until| today <= until)
}

/// What happened within [`WINDOW`].
#[derive(Clone, Copy, Debug, Default)]
pub struct RecentFailures {
    pub of_pair: u64,
    pub of_source: u64,
    pub of_account: u64,
    /// This address or browser has signed in to this account before: its owner is not locked out by
    /// strangers who guess from elsewhere.
    pub source_is_known: bool,
}

/// Whether one more attempt may be made.
pub fn may_try(failures: RecentFailures) -> bool {
    failures.of_pair < PER_PAIR
        && failures.of_source < PER_ADDRESS
        && (failures.of_account < PER_ACCOUNT || failures.source_is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_gets_five_tries_at_an_account() {
        assert!(may_try(RecentFailures {
            of_pair: 4,
            of_source: 4,
            of_account: 4,
            source_is_known: false
        }));
        assert!(!may_try(RecentFailures {
            of_pair: 5,
            of_source: 5,
            of_account: 5,
            source_is_known: true
        }));
    }

    #[test]
    fn a_role_holds_on_its_days_and_on_no_other() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day);
        let held = |today| is_held(day(20), day(22), day(today).unwrap());
        assert_eq!([19, 20, 22, 23].map(held), [false, true, true, false]);
        assert!(is_held(None, None, day(1).unwrap()));
        assert!(!is_held(day(2), None, day(1).unwrap()));
    }

    #[test]
    fn a_role_comes_with_its_own_scope_and_no_other() {
        let grant = |role, unit: Option<&str>, entity| Grant {
            role,
            unit: unit.map(str::to_owned),
            department: None,
            entity,
        };
        assert!(scope_fits(&grant(Role::Coordinator, Some("MET"), None)));
        assert!(!scope_fits(&grant(Role::Coordinator, None, None)));
        assert!(scope_fits(&grant(Role::Director, Some("MET"), None)));
        assert!(!scope_fits(&grant(Role::Director, None, None)));
        assert!(scope_fits(&grant(Role::Facilitator, None, None)));
        assert!(scope_fits(&grant(Role::Facilitator, Some("MET"), None)));
        assert!(!scope_fits(&grant(Role::Facilitator, Some("MET"), Some(7))));
        assert!(!scope_fits(&grant(Role::NationalAdministrator, Some("MET"), None)));
        assert!(scope_fits(&grant(Role::FocalPoint, None, Some(7))));
        assert!(!scope_fits(&grant(Role::Gobernacion, None, None)));
    }

    #[test]
    fn many_addresses_cannot_lock_the_owner_out() {
        let attack = RecentFailures { of_account: 500, ..Default::default() };
        assert!(!may_try(attack));
        assert!(may_try(RecentFailures { source_is_known: true, ..attack }));
    }
}

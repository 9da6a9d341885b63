//! Limits on guessing passwords (R70, P23), pure: counts come in, an answer goes out.

use chrono::TimeDelta;

use super::actor::{Grant, Role};

/// How far back failures count.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How long an address that signed in to an account is known as its owner's.
pub const KNOWN: TimeDelta = TimeDelta::days(180);
/// How long failures are kept, to look into what happened: no limit counts them after [`WINDOW`].
pub const FAILURES_KEPT: TimeDelta = TimeDelta::days(1);
/// How long sessions and links are kept after their end.
pub const ENDED: TimeDelta = TimeDelta::days(30);
/// How long a sign-in lasts.
pub const SESSION: TimeDelta = TimeDelta::hours(12);
/// How long the first link of an account works: people come back from a commission, or open their
/// mail on the day before the course.
pub const FIRST_LINK: TimeDelta = TimeDelta::days(14);
/// How long a link for a lost password works: whoever asked is waiting for it.
pub const LOST_LINK: TimeDelta = TimeDelta::hours(1);

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

/// Whether a role comes with exactly the scope it is about: a coordination with its unit, a
/// gobernación with its department, an enlace with its entity, the others with none.
pub fn scope_fits(grant: &Grant) -> bool {
    let scope = (grant.unit.is_some(), grant.department.is_some(), grant.entity.is_some());
    let needed = match grant.role {
        Role::Coordinator => (true, false, false),
        Role::Gobernacion => (false, true, false),
        Role::FocalPoint => (false, false, true),
        Role::NationalAdministrator | Role::Facilitator | Role::Participant => {
            (false, false, false)
        }
    };
    scope == needed
}

/// What happened within [`WINDOW`].
#[derive(Clone, Copy, Debug, Default)]
pub struct RecentFailures {
    pub of_pair: u64,
    pub of_address: u64,
    pub of_account: u64,
    /// This address has signed in to this account before: its owner is not locked out by
    /// strangers who guess from elsewhere.
    pub address_is_known: bool,
}

/// Whether one more attempt may be made.
pub fn may_try(failures: RecentFailures) -> bool {
    failures.of_pair < PER_PAIR
        && failures.of_address < PER_ADDRESS
        && (failures.of_account < PER_ACCOUNT || failures.address_is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_gets_five_tries_at_an_account() {
        assert!(may_try(RecentFailures {
            of_pair: 4,
            of_address: 4,
            of_account: 4,
            address_is_known: false
        }));
        assert!(!may_try(RecentFailures {
            of_pair: 5,
            of_address: 5,
            of_account: 5,
            address_is_known: true
        }));
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
        assert!(!scope_fits(&grant(Role::Facilitator, Some("MET"), None)));
        assert!(scope_fits(&grant(Role::FocalPoint, None, Some(7))));
        assert!(!scope_fits(&grant(Role::Gobernacion, None, None)));
    }

    #[test]
    fn many_addresses_cannot_lock_the_owner_out() {
        let attack = RecentFailures { of_account: 500, ..Default::default() };
        assert!(!may_try(attack));
        assert!(may_try(RecentFailures { address_is_known: true, ..attack }));
    }
}

//! How often somebody may be wrong. Counted by person and by session and never by address: three
//! hundred people of one town hall come from one.
//!
//! Kept in memory by choice: a whole hall types at once, a code lives for seconds, and everybody who
//! guesses is signed in and known. With several instances each lets the same number pass.

use chrono::{DateTime, TimeDelta, Utc};

use cohorts_model::entity::session::SessionId;
use people_model::entity::person::PersonId;
use platform::limits::{Buckets, RetryAfter};

/// Wrong codes of one person in a row; one more every half minute.
const OF_PERSON: (u32, TimeDelta) = (10, TimeDelta::minutes(5));
/// Wrong codes of everybody who has a place in a session: a full hall that mistypes twice each. Who is
/// wrong beyond them waits after the first time; who is right never notices.
const OF_SESSION: (u32, TimeDelta) = (1_000, TimeDelta::minutes(10));

/// The tries that are left to each person and session.
pub struct Guesses {
    people: Buckets<PersonId>,
    sessions: Buckets<SessionId>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self {
            people: Buckets::new(OF_PERSON.0, OF_PERSON.1),
            sessions: Buckets::new(OF_SESSION.0, OF_SESSION.1),
        }
    }
}

impl Guesses {
    /// Takes one try, before a code is looked at.
    pub fn take(&self, person: PersonId, now: DateTime<Utc>) -> Result<(), RetryAfter> {
        self.people.take(person, now)
    }

    /// Gives back a try whose code was right.
    pub fn right(&self, person: PersonId) {
        self.people.give_back(&person);
    }

    /// Counts a wrong code of a person who is enrolled in these sessions.
    pub fn wrong(
        &self,
        person: PersonId,
        sessions: impl IntoIterator<Item = SessionId>,
        now: DateTime<Utc>,
    ) {
        let besieged =
            sessions.into_iter().filter(|session| self.sessions.take(*session, now).is_err());
        if besieged.count() > 0 {
            self.people.drain(person, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default()
    }

    #[test]
    fn whoever_is_wrong_again_and_again_waits_and_nobody_else_does() {
        let guesses = Guesses::default();
        let (one, other) = (PersonId(1), PersonId(2));
        for _ in 0..10 {
            assert!(guesses.take(one, now()).is_ok());
            guesses.wrong(one, [SessionId(1)], now());
        }
        assert_eq!(guesses.take(one, now()), Err(RetryAfter(30)));
        assert!(guesses.take(other, now()).is_ok());
        assert!(guesses.take(one, now() + TimeDelta::seconds(30)).is_ok());
    }

    #[test]
    fn a_session_under_siege_lets_in_who_is_right_and_makes_wait_who_is_wrong_once() {
        let guesses = Guesses::default();
        for person in 0..1_000 {
            guesses.wrong(PersonId(person), [SessionId(1)], now());
        }
        let (right, wrong) = (PersonId(5_000), PersonId(5_001));
        for _ in 0..50 {
            assert!(guesses.take(right, now()).is_ok());
            guesses.right(right);
        }
        assert!(guesses.take(wrong, now()).is_ok());
        guesses.wrong(wrong, [SessionId(1)], now());
        assert!(guesses.take(wrong, now()).is_err());
        assert!(guesses.take(PersonId(5_002), now()).is_ok(), "another session's");
    }
}

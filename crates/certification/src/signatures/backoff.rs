//! How long the worker waits after a document was not signed. It is kept in memory: after a new start
//! the worker asks again at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::SigningFailure;
use crate::entity::certificate::CertificateId;

/// The first wait; each one after it is twice as long.
const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(600);
/// Number of wrong answers after which a certificate is passed by until the worker reads all again.
const ATTEMPTS: u32 = 5;
/// Number of failures in a row after which the service itself is left alone for a while.
const IN_A_ROW: u32 = 3;

/// Which certificates wait for another attempt, and whether the service is left alone for a while.
#[derive(Default)]
pub struct SigningBackoff(Mutex<BackoffState>);

#[derive(Default)]
struct BackoffState {
    held: BTreeMap<i64, WaitEntry>,
    in_vain: u32,
    rest_until: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Default)]
struct WaitEntry {
    attempts: u32,
    wrong: u32,
    until: DateTime<Utc>,
}

/// When a certificate that was not signed is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextAttempt {
    Later(Duration),
    PassBy,
}

impl SigningBackoff {
    fn state(&self) -> MutexGuard<'_, BackoffState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether the service is left alone now.
    pub fn is_resting(&self, now: DateTime<Utc>) -> bool {
        self.state().rest_until.is_some_and(|until| until > now)
    }

    /// Returns the certificates whose next attempt has not come yet.
    pub fn held(&self, now: DateTime<Utc>) -> Vec<i64> {
        let mut state = self.state();
        // What nobody asked about for so long was settled elsewhere.
        state.held.retain(|_, held| held.until + 4 * LONGEST > now);
        state.held.iter().filter(|(_, held)| held.until > now).map(|(id, _)| *id).collect()
    }

    pub fn signed(&self, id: CertificateId) {
        let mut state = self.state();
        state.held.remove(&id.0);
        state.in_vain = 0;
        state.rest_until = None;
    }

    pub fn failed(
        &self,
        id: CertificateId,
        trouble: &SigningFailure,
        now: DateTime<Utc>,
    ) -> NextAttempt {
        let mut state = self.state();
        let mut held = state.held.get(&id.0).copied().unwrap_or_default();
        held.attempts += 1;
        let mut after = None;
        match trouble {
            SigningFailure::Away { after: wished, .. } => after = *wished,
            SigningFailure::Wrong(_) => held.wrong += 1,
            SigningFailure::Never(_) => held.wrong = ATTEMPTS,
        }
        // A refusal is an answer; what is no signature may be somebody else's page.
        state.in_vain =
            if matches!(trouble, SigningFailure::Never(_)) { 0 } else { state.in_vain + 1 };
        let rest = state.in_vain.checked_sub(IN_A_ROW).map(doubled);
        let rest = rest.max(after.map(|after| after.min(LONGEST)));
        state.rest_until = rest.map(|rest| now + rest).or(state.rest_until);
        if held.wrong >= ATTEMPTS {
            state.held.remove(&id.0);
            return NextAttempt::PassBy;
        }
        let wait = doubled(held.attempts - 1);
        held.until = now + wait;
        state.held.insert(id.0, held);
        NextAttempt::Later(wait)
    }
}

fn doubled(times: u32) -> Duration {
    FIRST.saturating_mul(2_u32.saturating_pow(times)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::super::update::Objection;
    use super::*;

    const AWAY: SigningFailure = SigningFailure::Away { why: "nobody answers", after: None };

    fn at(seconds: u64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_wrong_answer_is_asked_again_later_each_time_and_not_for_ever() {
        let waits = SigningBackoff::default();
        let wrong = SigningFailure::Wrong(Objection::Other);
        let mut now = at(0);
        for seconds in [5, 10, 20, 40] {
            let wait = Duration::from_secs(seconds);
            assert_eq!(waits.failed(CertificateId(7), &wrong, now), NextAttempt::Later(wait));
            assert_eq!(waits.held(now), [7]);
            now += wait;
            assert!(waits.held(now).is_empty() && !waits.is_resting(now));
            waits.signed(CertificateId(9));
        }
        assert_eq!(waits.failed(CertificateId(7), &wrong, now), NextAttempt::PassBy);
        assert!(waits.held(now).is_empty(), "it is the backlog's now");
        let never = SigningFailure::Never(422);
        assert_eq!(waits.failed(CertificateId(8), &never, now), NextAttempt::PassBy);
    }

    #[test]
    fn a_service_that_answers_nobody_is_left_in_peace_and_no_certificate_is_given_up() {
        let waits = SigningBackoff::default();
        for id in 1..IN_A_ROW {
            waits.failed(CertificateId(id.into()), &AWAY, at(0));
            assert!(!waits.is_resting(at(0)));
        }
        waits.failed(CertificateId(3), &AWAY, at(0));
        assert!(waits.is_resting(at(4)) && !waits.is_resting(at(5)));
        waits.failed(CertificateId(4), &AWAY, at(5));
        assert!(waits.is_resting(at(14)) && !waits.is_resting(at(15)));
        for turn in 0..100 {
            let next = waits.failed(CertificateId(1), &AWAY, at(turn));
            assert!(matches!(next, NextAttempt::Later(wait) if wait <= LONGEST), "{next:?}");
        }
        assert!(waits.is_resting(at(100)));
        waits.signed(CertificateId(2));
        assert!(!waits.is_resting(at(100)), "somebody was answered");
        for id in 10..13 {
            waits.failed(CertificateId(id), &SigningFailure::Wrong(Objection::Other), at(100));
        }
        assert!(waits.is_resting(at(101)), "what it answers is no signature");
    }

    #[test]
    fn a_service_says_itself_how_long_it_wants_to_be_left_in_peace() {
        let waits = SigningBackoff::default();
        let after = Some(Duration::from_secs(60));
        waits.failed(CertificateId(1), &SigningFailure::Away { why: "busy", after }, at(0));
        assert!(waits.is_resting(at(59)) && !waits.is_resting(at(60)));
        let after = Some(Duration::from_secs(86_400));
        waits.failed(CertificateId(1), &SigningFailure::Away { why: "busy", after }, at(60));
        assert!(!waits.is_resting(at(60) + LONGEST), "not for a day");
    }
}

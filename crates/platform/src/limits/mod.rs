//! Budgets of attempts for each address, person or thing: a bucket that refills with time. It slows
//! down somebody who tries one thing after another.
//!
//! What matters is kept in the database and holds over all instances ([`SharedBudget`]). What is asked
//! too often for that, or only spares work, is kept in memory ([`Buckets`]): each instance counts for
//! itself, and a restart forgets. Whoever chooses memory says why.

mod shared;

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::errors::AppError;

pub use shared::{SharedBudget, forget};

/// Keys remembered. Those that are full again are forgotten first, then the one that asked longest
/// ago: whoever fills the table sets nobody else free.
const MOST_KEYS: usize = 10_000;

struct Bucket {
    tokens: f64,
    at: DateTime<Utc>,
}

/// `attempts` in each `window`, refilled evenly, for each key.
pub struct Buckets<K> {
    attempts: f64,
    window: TimeDelta,
    buckets: Mutex<HashMap<K, Bucket>>,
}

/// No attempts left; seconds until the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter(pub u64);

impl From<RetryAfter> for AppError {
    fn from(RetryAfter(seconds): RetryAfter) -> Self {
        Self::TooMany { retry_after_seconds: seconds }
    }
}

impl<K: Clone + Eq + Hash> Buckets<K> {
    pub fn new(attempts: u32, window: TimeDelta) -> Self {
        Self { attempts: f64::from(attempts), window, buckets: Mutex::default() }
    }

    /// Takes one attempt before it is made, so that attempts side by side cannot outrun the budget.
    pub fn take(&self, key: K, now: DateTime<Utc>) -> Result<(), RetryAfter> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_KEYS && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| self.filled(bucket, now) < self.attempts);
            while buckets.len() >= MOST_KEYS {
                let Some(oldest) = oldest(&buckets) else { break };
                buckets.remove(&oldest);
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { tokens: self.attempts, at: now });
        let tokens = self.filled(bucket, now);
        *bucket = Bucket { tokens, at: now };
        if tokens < 1.0 {
            let seconds = (1.0 - tokens) * self.seconds() / self.attempts;
            return Err(RetryAfter(seconds.ceil() as u64));
        }
        bucket.tokens -= 1.0;
        Ok(())
    }

    /// Gives an attempt back that was none.
    pub fn give_back(&self, key: &K) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(key) {
            bucket.tokens = (bucket.tokens + 1.0).min(self.attempts);
        }
    }

    /// Takes all that is left: the next attempt waits.
    pub fn drain(&self, key: K, now: DateTime<Utc>) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.insert(key, Bucket { tokens: 0.0, at: now });
    }

    fn seconds(&self) -> f64 {
        self.window.as_seconds_f64()
    }

    fn filled(&self, bucket: &Bucket, now: DateTime<Utc>) -> f64 {
        let passed = (now - bucket.at).as_seconds_f64().max(0.0);
        (bucket.tokens + passed * self.attempts / self.seconds()).min(self.attempts)
    }
}

fn oldest<K: Clone + Eq + Hash>(buckets: &HashMap<K, Bucket>) -> Option<K> {
    buckets.iter().min_by_key(|(_, bucket)| bucket.at).map(|(key, _)| key.clone())
}

/// [`Buckets`] for network addresses.
pub struct Limiter(Buckets<Option<IpAddr>>);

impl Limiter {
    pub fn new(attempts: u32, window: TimeDelta) -> Self {
        Self(Buckets::new(attempts, window))
    }

    /// Takes one attempt of an address before it is made.
    pub fn take(&self, address: Option<IpAddr>, now: DateTime<Utc>) -> Result<(), RetryAfter> {
        self.0.take(neighbourhood(address), now)
    }

    /// Gives an attempt back that was none: what was asked for exists.
    pub fn give_back(&self, address: Option<IpAddr>) {
        self.0.give_back(&neighbourhood(address));
    }

    /// Takes all that is left of an address.
    pub fn drain(&self, address: Option<IpAddr>, now: DateTime<Utc>) {
        self.0.drain(neighbourhood(address), now);
    }
}

/// The key of a network address in a [`SharedBudget`].
pub fn address_key(address: Option<IpAddr>) -> String {
    neighbourhood(address).map(|address| address.to_string()).unwrap_or_default()
}

/// One subscriber has a whole /64 of IPv6 addresses: they count as one.
pub fn neighbourhood(address: Option<IpAddr>) -> Option<IpAddr> {
    address.map(|address| match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((six.to_bits() & !u128::from(u64::MAX)).into()),
        four => four,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap_or_default()
    }

    fn address(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }

    #[test]
    fn the_budget_ends_and_comes_back_with_time() {
        let limiter = Limiter::new(30, TimeDelta::minutes(10));
        let here = address("190.1.2.3");
        for _ in 0..30 {
            assert_eq!(limiter.take(here, at(0)), Ok(()));
        }
        assert_eq!(limiter.take(here, at(0)), Err(RetryAfter(20)));
        assert_eq!(limiter.take(address("190.1.2.4"), at(0)), Ok(()), "others are not touched");
        assert_eq!(limiter.take(here, at(21)), Ok(()));
        assert!(limiter.take(here, at(21)).is_err());
    }

    #[test]
    fn a_full_table_forgets_the_oldest_and_nobody_else() {
        let buckets = Buckets::new(1, TimeDelta::hours(10));
        for key in 0..MOST_KEYS {
            assert!(buckets.take(key, at(key as i64)).is_ok());
        }
        let now = at(MOST_KEYS as i64);
        assert!(buckets.take(MOST_KEYS, now).is_ok(), "a stranger too many");
        assert!(buckets.take(MOST_KEYS - 1, now).is_err(), "who has spent theirs is known");
        assert!(buckets.take(1, now).is_err(), "also after ten thousand others");
        assert!(buckets.take(0, now).is_ok(), "the oldest was forgotten");
    }

    #[test]
    fn an_attempt_that_was_none_costs_nothing() {
        let limiter = Limiter::new(1, TimeDelta::minutes(10));
        for _ in 0..5 {
            assert_eq!(limiter.take(None, at(0)), Ok(()));
            limiter.give_back(None);
        }
    }

    #[test]
    fn one_subscribers_ipv6_addresses_are_one() {
        let limiter = Limiter::new(1, TimeDelta::minutes(10));
        assert!(limiter.take(address("2800:e2:1:2::1"), at(0)).is_ok());
        assert!(limiter.take(address("2800:e2:1:2::2"), at(0)).is_err());
        assert!(limiter.take(address("2800:e2:1:3::1"), at(0)).is_ok());
    }

    #[test]
    fn memory_is_bounded() {
        let limiter = Limiter::new(2, TimeDelta::minutes(10));
        for number in 0..25_000_u32 {
            let _ = limiter.take(Some(IpAddr::V4(number.into())), at(0));
        }
        assert!(
            limiter.0.buckets.lock().unwrap_or_else(PoisonError::into_inner).len() <= MOST_KEYS
        );
    }
}

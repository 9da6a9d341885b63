//! Time as a parameter: nothing else in the product asks the machine what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::dates;

/// Where the present comes from: the machine in production, a hand-set instant in tests
/// and while the demo programme is replayed.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Machine,
    /// Microseconds since 1970-01-01 UTC.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn machine() -> Self {
        Self(Source::Machine)
    }

    /// A clock that stands still until it is moved; clones move together.
    pub fn set_to(at: DateTime<Utc>) -> Self {
        Self(Source::Set(Arc::new(AtomicI64::new(at.timestamp_micros()))))
    }

    /// The present in UTC, cut to microseconds: PostgreSQL keeps no more, and what is
    /// written must equal what is read back on both databases.
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match &self.0 {
            Source::Machine => Utc::now().timestamp_micros(),
            Source::Set(micros) => micros.load(Ordering::Relaxed),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// Today in Bogotá.
    pub fn today(&self) -> NaiveDate {
        dates::bogota_date(self.now())
    }

    /// Moves a hand-set clock; the machine's clock is left alone.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Set(micros) = &self.0 {
            micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::Relaxed);
        }
    }

    /// Puts a hand-set clock at an instant; the machine's clock is left alone.
    pub fn travel_to(&self, at: DateTime<Utc>) {
        if let Source::Set(micros) = &self.0 {
            micros.store(at.timestamp_micros(), Ordering::Relaxed);
        }
    }
}

//! How long a person has to answer when a seat is offered to them; pure (R20).

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use platform::dates::from_bogota;

/// Hours that a cohort may give; 48 unless its coordination says otherwise.
pub const HOURS: RangeInclusive<i32> = 4..=240;

/// Less than this is no time to read a mail and decide.
const SHORTEST: TimeDelta = TimeDelta::hours(4);

/// Returns until when a seat waits for its answer: the cohort's hours, or less when its first day
/// begins sooner. `None` when there is no time left to ask: then the seat is simply given, because
/// one confirmed person who cannot come harms less than an empty seat beside a waiting list.
pub fn answer_until(now: DateTime<Utc>, hours: i32, starts_on: NaiveDate) -> Option<DateTime<Utc>> {
    let until = (now + TimeDelta::hours(hours.into())).min(from_bogota(starts_on, NaiveTime::MIN));
    (until - now >= SHORTEST).then_some(until)
}

/// How long a nominated person has to answer: longer, because they did not ask for the seat.
const NOMINATION: TimeDelta = TimeDelta::days(5);

/// Until when a nomination waits for its answer: five days, or until the first day begins, and
/// never less than four hours; it is never simply given, since the person has not said yes nor
/// authorised the use of their data.
pub fn nomination_until(now: DateTime<Utc>, starts_on: NaiveDate) -> DateTime<Utc> {
    let begins = from_bogota(starts_on, NaiveTime::MIN);
    (now + NOMINATION).min(begins).max(now + SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nomination_waits_five_days_or_until_the_start_and_four_hours_at_least() {
        let starts = NaiveDate::from_ymd_opt(2026, 11, 24).expect("valid");
        let begins = from_bogota(starts, NaiveTime::MIN);
        let before = |hours| begins - TimeDelta::hours(hours);
        assert_eq!(nomination_until(before(240), starts), before(120));
        assert_eq!(nomination_until(before(10), starts), begins);
        assert_eq!(nomination_until(before(1), starts), begins + TimeDelta::hours(3));
    }

    #[test]
    fn an_offer_lasts_its_hours_or_until_the_first_day_begins() {
        let starts = NaiveDate::from_ymd_opt(2026, 11, 24).expect("valid");
        let begins = from_bogota(starts, NaiveTime::MIN);
        let days_before = |days| begins - TimeDelta::days(days);
        assert_eq!(answer_until(days_before(3), 48, starts), Some(days_before(1)));
        assert_eq!(answer_until(days_before(1), 48, starts), Some(begins));
        let hours_before = |hours| begins - TimeDelta::hours(hours);
        assert_eq!(answer_until(hours_before(4), 48, starts), Some(begins));
        assert_eq!(answer_until(hours_before(3), 48, starts), None);
        assert_eq!(answer_until(begins + TimeDelta::days(2), 48, starts), None);
    }
}

//! When somebody is reminded; pure.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use platform::dates::{bogota_date, from_bogota};

/// How long before an offered seat lapses its person is reminded.
pub const OFFER_AHEAD: TimeDelta = TimeDelta::hours(24);
/// How many days before the last day to enrol a focal point is reminded.
pub const CALL_AHEAD: Days = Days::new(3);
/// Days that a focal point has to answer a call before they are reminded of it.
const PATIENCE: Days = Days::new(2);
/// Less than this is no time to read a mail and decide.
const SHORTEST: TimeDelta = TimeDelta::hours(4);
/// The hour at which letters of a day go out.
const MORNING: TimeDelta = TimeDelta::hours(8);

/// Returns when the person of an offer is reminded: a day before it lapses, or when half of a shorter term
/// is over. `None` means that what is left is no time to decide.
pub fn offer_reminder_at(made: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let ahead = OFFER_AHEAD.min((until - made) / 2);
    (ahead >= SHORTEST).then(|| until - ahead)
}

/// Returns when a focal point who was called is reminded: on a morning three days before the last day to
/// enrol, and two days after the call at the earliest. `None` means that this is past the last day.
pub fn call_reminder_at(called: DateTime<Utc>, last_day: NaiveDate) -> Option<DateTime<Utc>> {
    let day = (last_day - CALL_AHEAD).max(bogota_date(called) + PATIENCE);
    (day <= last_day).then(|| from_bogota(day, NaiveTime::MIN) + MORNING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: i64) -> DateTime<Utc> {
        let day = NaiveDate::from_ymd_opt(2026, 11, day).expect("valid");
        from_bogota(day, NaiveTime::MIN) + TimeDelta::hours(hour)
    }

    #[test]
    fn an_offer_reminds_a_day_before_it_lapses_or_at_half_of_a_shorter_term() {
        assert_eq!(offer_reminder_at(at(20, 9), at(25, 9)), Some(at(24, 9)));
        assert_eq!(offer_reminder_at(at(20, 9), at(22, 9)), Some(at(21, 9)));
        assert_eq!(offer_reminder_at(at(20, 0), at(20, 12)), Some(at(20, 6)));
        assert_eq!(offer_reminder_at(at(20, 0), at(20, 7)), None);
    }

    #[test]
    fn a_call_reminds_three_mornings_before_the_last_day_and_never_at_once() {
        let last = bogota_date(at(20, 12));
        assert_eq!(call_reminder_at(at(2, 15), last), Some(at(17, 8)));
        assert_eq!(call_reminder_at(at(17, 15), last), Some(at(19, 8)));
        assert_eq!(call_reminder_at(at(18, 23), last), Some(at(20, 8)));
        assert_eq!(call_reminder_at(at(19, 1), last), None);
    }
}

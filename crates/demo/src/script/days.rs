//! The days of the script, counted from the day of loading.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use platform::holidays::is_holiday;

/// The plain calendar day `offset` days away from `today`: for enrolment, closing and issuing.
pub fn day(today: NaiveDate, offset: i64) -> NaiveDate {
    let days = Days::new(offset.unsigned_abs());
    let moved =
        if offset < 0 { today.checked_sub_days(days) } else { today.checked_add_days(days) };
    moved.unwrap_or(today)
}

/// Like [`day`], but nobody is called on a Sunday or a holiday: such a day moves back to the nearest
/// working day. Today stays today, so that there is always a session to take attendance in.
pub(super) fn session_date(today: NaiveDate, offset: i64) -> NaiveDate {
    let mut date = day(today, offset);
    while offset != 0 && (date.weekday() == Weekday::Sun || is_holiday(date)) {
        date = day(date, -1);
    }
    date
}

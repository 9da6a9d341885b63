//! The as-of day: the day that figures are asked for, and what was known then. Pure.
//!
//! Figures of a day that is over are those that were known when it ended, whatever was learnt since: a
//! report that was printed stays what it was (R31). Today's are what is known now.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use platform::dates;
use platform::forms::Reader;

/// A day, and the moment until which the product learnt what its figures say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    pub day: NaiveDate,
    pub known_at: DateTime<Utc>,
    /// The day is not over: what is learnt today still changes it.
    pub is_open: bool,
    /// Nothing was known on that day: the figures are what was known when the ledger began.
    pub is_rebuilt: bool,
}

impl AsOf {
    /// Returns a day as it was known at its end. `since` is when the ledger of an older database was
    /// filled; `None` means that it knows its whole past.
    pub fn new(day: NaiveDate, now: DateTime<Utc>, since: Option<DateTime<Utc>>) -> Self {
        let today = dates::bogota_date(now);
        let is_open = day >= today;
        let end = day.succ_opt().unwrap_or(day);
        let end = dates::from_bogota(end, NaiveTime::MIN) - TimeDelta::microseconds(1);
        let known_at = if is_open { now } else { end };
        let is_rebuilt = since.is_some_and(|since| known_at < since);
        let known_at = since.map_or(known_at, |since| known_at.max(since));
        Self { day, known_at, is_open, is_rebuilt }
    }

    /// Returns the day as it is known now.
    pub fn known_now(day: NaiveDate, now: DateTime<Utc>) -> Self {
        Self { day, known_at: now, is_open: true, is_rebuilt: false }
    }

    /// Reads the field `corte`: today when it is empty, and never a day to come.
    pub fn read(reader: &mut Reader<'_>, now: DateTime<Utc>, since: Option<DateTime<Utc>>) -> Self {
        let today = dates::bogota_date(now);
        let asked = reader.date_or_none("corte").unwrap_or(today);
        if asked > today {
            let today = dates::short(today);
            reader
                .wrong("corte", format!("Esa fecha no ha llegado: elija una hasta hoy ({today})."));
            return Self::new(dates::bogota_date(now), now, since);
        }
        Self::new(asked, now, since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::forms::Fields;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn noon(text: &str) -> DateTime<Utc> {
        dates::from_bogota(day(text), NaiveTime::from_hms_opt(12, 0, 0).expect("valid"))
    }

    #[test]
    fn a_day_that_is_over_is_known_as_at_its_midnight_in_bogota_and_today_as_now() {
        let now = noon("2026-11-20");
        let past = AsOf::new(day("2026-11-01"), now, None);
        assert_eq!(
            past.known_at + TimeDelta::microseconds(1),
            dates::from_bogota(day("2026-11-02"), NaiveTime::MIN)
        );
        assert!(!past.is_open && !past.is_rebuilt);
        let today = AsOf::new(day("2026-11-20"), now, None);
        assert_eq!((today.known_at, today.is_open), (now, true));
        // The same answer whenever it is asked for.
        assert_eq!(AsOf::new(day("2026-11-01"), noon("2027-03-01"), None), past);
    }

    #[test]
    fn before_the_ledger_began_figures_are_what_it_began_with() {
        let since = noon("2026-11-10");
        let now = noon("2026-11-20");
        let before = AsOf::new(day("2026-10-01"), now, Some(since));
        assert_eq!((before.known_at, before.is_rebuilt), (since, true));
        let after = AsOf::new(day("2026-11-11"), now, Some(since));
        assert!(!after.is_rebuilt && after.known_at > since);
    }

    #[test]
    fn a_day_to_come_is_refused_beside_its_field() {
        let read = |query: &str| {
            let fields = Fields::parse(query.as_bytes());
            let mut reader = Reader::new(&fields);
            let as_of = AsOf::read(&mut reader, noon("2026-11-20"), None);
            reader.finish().map(|()| as_of.day).map_err(|form| form.errors[0].text.clone())
        };
        assert_eq!(read(""), Ok(day("2026-11-20")));
        assert_eq!(read("corte=2026-11-19"), Ok(day("2026-11-19")));
        assert!(read("corte=2026-11-21").is_err_and(|text| text.contains("20/11/2026")));
        assert!(read("corte=2026-02-30").is_err());
    }
}

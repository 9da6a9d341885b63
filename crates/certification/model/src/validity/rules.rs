//! Whether a certificate is worth something on a day, until when it is, and when its holder is told
//! that it ends. Pure: a certificate that ends changes no row, it is read with the day's date.

use chrono::{Days, Months, NaiveDate};

use crate::entity::certificate::State;

/// What a certificate is worth on a day (R54).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Validity {
    Valid,
    /// Its last day is over.
    Expired,
    Revoked,
    Replaced,
}

impl Validity {
    /// Whether the certificate proves today what it says.
    pub fn holds(self) -> bool {
        self == Self::Valid
    }
}

/// The validity by state alone, without regard to the last day.
impl From<State> for Validity {
    fn from(state: State) -> Self {
        match state {
            State::Active => Self::Valid,
            State::Revoked => Self::Revoked,
            State::Replaced => Self::Replaced,
        }
    }
}

/// Days before its last one on which its holder is told: long enough to find a cohort and finish it.
pub const TELL_BEFORE: u64 = 60;

/// Returns what a certificate is worth on a day. It is valid on its last day too; a revoked certificate
/// stays revoked after it.
pub fn validity(state: State, valid_until: Option<NaiveDate>, today: NaiveDate) -> Validity {
    match state {
        State::Active if valid_until.is_some_and(|last| last < today) => Validity::Expired,
        state => state.into(),
    }
}

/// The last day of a certificate that holds so many months: the same day of the month, or the
/// month's last where it has none.
pub fn last_day(issued_on: NaiveDate, months: i32) -> NaiveDate {
    let months = Months::new(u32::try_from(months).unwrap_or_default());
    issued_on.checked_add_months(months).unwrap_or(NaiveDate::MAX)
}

/// The last days of which holders are told today; earlier ones are over.
pub fn told_on(today: NaiveDate) -> std::ops::RangeInclusive<NaiveDate> {
    today..=today.checked_add_days(Days::new(TELL_BEFORE)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn it_holds_on_its_last_day_and_not_on_the_next() {
        let until = Some(day("2028-11-30"));
        assert_eq!(validity(State::Active, until, day("2028-11-30")), Validity::Valid);
        assert_eq!(validity(State::Active, until, day("2028-12-01")), Validity::Expired);
        assert_eq!(validity(State::Active, None, day("9999-12-31")), Validity::Valid);
        assert_eq!(validity(State::Revoked, until, day("2028-12-01")), Validity::Revoked);
        assert_eq!(validity(State::Replaced, until, day("2028-01-01")), Validity::Replaced);
    }

    #[test]
    fn months_end_on_the_same_day_or_on_the_last_one() {
        assert_eq!(last_day(day("2026-11-30"), 24), day("2028-11-30"));
        assert_eq!(last_day(day("2026-08-31"), 6), day("2027-02-28"));
        assert_eq!(last_day(day("2027-08-31"), 6), day("2028-02-29"));
    }

    #[test]
    fn holders_are_told_in_the_last_sixty_days_and_not_after() {
        let told = told_on(day("2028-10-01"));
        assert!(told.contains(&day("2028-11-30")));
        assert!(!told.contains(&day("2028-12-01")));
        assert!(told.contains(&day("2028-10-01")));
        assert!(!told.contains(&day("2028-09-30")));
    }

    #[test]
    fn only_what_is_valid_holds() {
        assert!(Validity::Valid.holds());
        for worth in [Validity::Expired, Validity::Revoked, Validity::Replaced] {
            assert!(!worth.holds(), "{worth:?}");
        }
    }
}

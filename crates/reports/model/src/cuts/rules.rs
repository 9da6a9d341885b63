//! Which periods are frozen, and when; pure.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use platform::dates;

use super::entity::report_cut::Kind;
use crate::rules::Period;

/// Days after the end of a period on which its figures are frozen: late lists are in by then.
pub const GRACE: i64 = 5;

/// How far back a period without a cut is still frozen: four years. Of older periods there is only the live
/// report.
const MONTHS_BACK: u32 = 48;
const QUARTERS_BACK: u32 = 16;

/// A month or a quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub kind: Kind,
    pub year: i32,
    /// 1 to 12, or 1 to 4.
    pub number: i32,
}

const QUARTERS: [&str; 4] =
    ["primer trimestre", "segundo trimestre", "tercer trimestre", "cuarto trimestre"];

impl Term {
    /// The month or quarter of a day.
    pub fn of(kind: Kind, day: NaiveDate) -> Self {
        let month = day.month0();
        let number = match kind {
            Kind::Month => month,
            Kind::Quarter => month / 3,
        };
        Self { kind, year: day.year(), number: i32::try_from(number).unwrap_or(0) + 1 }
    }

    fn months(self) -> u32 {
        match self.kind {
            Kind::Month => 1,
            Kind::Quarter => 3,
        }
    }

    /// Returns its first and last day.
    pub fn period(self) -> Period {
        let first = u32::try_from(self.number - 1).unwrap_or(0) * self.months() + 1;
        let from = NaiveDate::from_ymd_opt(self.year, first, 1).unwrap_or_default();
        let next = from.checked_add_months(Months::new(self.months())).unwrap_or(from);
        Period { from, to: next.pred_opt().unwrap_or(next) }
    }

    /// Returns the term of the same kind that lies `count` terms earlier.
    pub fn before(self, count: u32) -> Self {
        let from = self.period().from;
        let back = Months::new(self.months() * count);
        Self::of(self.kind, from.checked_sub_months(back).unwrap_or(from))
    }

    /// The word in its address: «2026-10», «2026-T3».
    pub fn code(self) -> String {
        match self.kind {
            Kind::Month => format!("{}-{:02}", self.year, self.number),
            Kind::Quarter => format!("{}-T{}", self.year, self.number),
        }
    }

    /// Reads [`Self::code`]; anything else names nothing.
    pub fn read(code: &str) -> Option<Self> {
        let (year, rest) = code.split_once('-')?;
        let (kind, digits, most) = match rest.strip_prefix('T') {
            Some(digits) => (Kind::Quarter, digits, 4),
            None => (Kind::Month, rest, 12),
        };
        let year = year.parse().ok().filter(|year| (2000..=2200).contains(year))?;
        let number = digits.parse().ok().filter(|number| (1..=most).contains(number))?;
        let term = Self { kind, year, number };
        (term.code() == code).then_some(term)
    }

    /// «octubre de 2026», «tercer trimestre de 2026».
    pub fn name(self) -> String {
        match self.kind {
            Kind::Month => dates::month(self.period().from),
            Kind::Quarter => {
                let place = usize::try_from(self.number - 1).unwrap_or(0);
                let name = QUARTERS.get(place).copied().unwrap_or_default();
                format!("{name} de {}", self.year)
            }
        }
    }

    /// Returns whether the figures are due to be frozen on a day.
    fn is_due(self, today: NaiveDate) -> bool {
        today > self.period().to + TimeDelta::days(GRACE)
    }
}

/// Returns the periods whose figures are due to be frozen on a day, the latest last, from that of the first
/// day of all cohorts.
pub fn due(today: NaiveDate, first: NaiveDate) -> Vec<Term> {
    let back = |kind, most: u32| (1..=most).rev().map(move |n| Term::of(kind, today).before(n));
    back(Kind::Quarter, QUARTERS_BACK)
        .chain(back(Kind::Month, MONTHS_BACK))
        .filter(|term| term.is_due(today) && term.period().to >= first)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn codes(today: &str) -> Vec<String> {
        due(day(today), day("2026-06-14")).into_iter().map(Term::code).collect()
    }

    #[test]
    fn a_period_is_frozen_on_the_sixth_day_after_its_end() {
        // The third quarter and September are over, and their late lists not yet in.
        assert_eq!(codes("2026-10-05"), ["2026-T2", "2026-06", "2026-07", "2026-08"]);
        assert!(codes("2026-10-06").contains(&"2026-09".to_owned()));
        assert!(codes("2026-10-06").contains(&"2026-T3".to_owned()));
    }

    #[test]
    fn periods_cross_the_year() {
        let january = Term::of(Kind::Month, day("2027-01-15"));
        assert_eq!(january.before(1).code(), "2026-12");
        assert_eq!(Term::of(Kind::Quarter, day("2027-02-01")).before(1).code(), "2026-T4");
        let quarter = Term::read("2026-T4").expect("reads").period();
        assert_eq!((quarter.from, quarter.to), (day("2026-10-01"), day("2026-12-31")));
        let leap = Term::read("2028-02").expect("reads").period();
        assert_eq!(leap.to, day("2028-02-29"));
    }

    #[test]
    fn a_code_is_read_as_it_is_written_and_nothing_else_is() {
        for year in 2024..2030 {
            for number in 1..=12 {
                let month = Term { kind: Kind::Month, year, number };
                assert_eq!(Term::read(&month.code()), Some(month));
            }
            for number in 1..=4 {
                let quarter = Term { kind: Kind::Quarter, year, number };
                assert_eq!(Term::read(&quarter.code()), Some(quarter));
            }
        }
        for wrong in
            ["2026", "2026-1", "2026-13", "2026-00", "2026-T5", "2026-T03", "x-10", "2026-+1"]
        {
            assert_eq!(Term::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_are_those_of_people() {
        assert_eq!(Term::read("2026-10").expect("reads").name(), "octubre de 2026");
        assert_eq!(Term::read("2026-T3").expect("reads").name(), "tercer trimestre de 2026");
    }
}

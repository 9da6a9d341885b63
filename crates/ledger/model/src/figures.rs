//! The figures of a municipality, from the days on which people count. Pure, and the same arithmetic
//! for a cut and for every point of the line.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

use people_model::entity::person::PersonId;

use super::rules::Began;

/// Days on which somebody counts, with what the figures need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub person: PersonId,
    /// Empty: in post, certified or not.
    pub capacity: Option<String>,
    pub from: NaiveDate,
    pub last: Option<NaiveDate>,
    pub confirmed_until: NaiveDate,
    pub began: Began,
}

impl Span {
    fn counts(&self, on: NaiveDate) -> bool {
        self.from <= on && self.last.is_none_or(|last| last >= on)
    }
}

/// People on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In post, and somebody said so within twelve months.
    pub confirmed: i64,
    /// In post as far as is known, but nobody has said so for twelve months (R31).
    pub unconfirmed: i64,
    /// Counted once, and no more.
    pub left: i64,
}

impl Count {
    pub fn in_post(&self) -> i64 {
        self.confirmed + self.unconfirmed
    }
}

/// How many of those certified so long ago were in post that long after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    pub stayed: i64,
    /// Those certified long enough ago to know.
    pub of: i64,
}

/// Months after which it is asked who is still there (R63).
pub const RETENTION: [u32; 2] = [6, 12];

/// People on a day, each once however many rows speak of them.
pub fn count<'a>(spans: impl IntoIterator<Item = &'a Span>, on: NaiveDate) -> Count {
    let mut known: BTreeMap<PersonId, (bool, bool)> = BTreeMap::new();
    for span in spans.into_iter().filter(|span| span.from <= on) {
        let (counts, confirmed) = known.entry(span.person).or_default();
        if span.counts(on) {
            *counts = true;
            *confirmed |= span.confirmed_until >= on;
        }
    }
    let mut count = Count::default();
    for (counts, confirmed) in known.into_values() {
        match (counts, confirmed) {
            (true, true) => count.confirmed += 1,
            (true, false) => count.unconfirmed += 1,
            (false, _) => count.left += 1,
        }
    }
    count
}

/// Of those certified while in post, `months` or more before the day: who was in post that long after.
/// Who arrived certified was not certified for this municipality and is not asked about.
pub fn retention<'a>(
    spans: impl IntoIterator<Item = &'a Span>,
    on: NaiveDate,
    months: u32,
) -> Retention {
    let mut of: BTreeMap<PersonId, Vec<&Span>> = BTreeMap::new();
    for span in spans {
        of.entry(span.person).or_default().push(span);
    }
    let mut retention = Retention::default();
    for spans in of.values() {
        let certified = spans.iter().filter(|span| span.began == Began::Certified);
        let Some(first) = certified.map(|span| span.from).min() else { continue };
        let Some(then) = first.checked_add_months(Months::new(months)) else { continue };
        if then <= on {
            retention.of += 1;
            retention.stayed += i64::from(spans.iter().any(|span| span.counts(then)));
        }
    }
    retention
}

/// Ends of months of the line.
const POINTS: u32 = 24;

/// The days of the line: the ends of the last two years' months from when somebody first counted, and
/// the day itself.
pub fn line_days(first: Option<NaiveDate>, to: NaiveDate) -> Vec<NaiveDate> {
    let Some(first) = first.filter(|first| *first <= to) else { return Vec::new() };
    let mut days = month_ends(to, POINTS);
    days.retain(|day| *day >= first);
    days
}

/// The ends of the months before a day, and the day itself, in order.
pub fn month_ends(to: NaiveDate, months: u32) -> Vec<NaiveDate> {
    let end = |back| {
        let month = to.with_day(1).and_then(|day| day.checked_sub_months(Months::new(back)));
        month.and_then(|day| day.pred_opt())
    };
    (0..months).rev().filter_map(end).chain([to]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn span(person: i64, from: &str, last: Option<&str>) -> Span {
        Span {
            person: PersonId(person),
            capacity: Some("TRI-01".to_owned()),
            from: day(from),
            last: last.map(day),
            confirmed_until: day("2026-12-31"),
            began: Began::Certified,
        }
    }

    #[test]
    fn a_person_of_two_rows_counts_once_and_who_came_back_has_not_left() {
        let spans = [
            span(1, "2026-01-10", Some("2026-03-31")),
            span(1, "2026-06-01", None),
            span(2, "2026-01-10", Some("2026-03-31")),
        ];
        let count = |on| count(&spans, day(on));
        assert_eq!(count("2026-01-09"), Count::default());
        assert_eq!(count("2026-03-31").in_post(), 2);
        assert_eq!(count("2026-04-01"), Count { confirmed: 0, unconfirmed: 0, left: 2 });
        assert_eq!(count("2026-06-01"), Count { confirmed: 1, unconfirmed: 0, left: 1 });
        assert_eq!(count("2027-01-01"), Count { confirmed: 0, unconfirmed: 1, left: 1 });
    }

    #[test]
    fn retention_asks_only_about_those_certified_long_enough_ago() {
        let arrived = Span { began: Began::Arrived, ..span(3, "2026-01-10", None) };
        let spans = [
            span(1, "2026-01-10", Some("2026-05-31")),
            span(2, "2026-02-10", None),
            arrived,
            span(4, "2026-06-10", None),
        ];
        let six = |on| retention(&spans, day(on), 6);
        assert_eq!(six("2026-07-09"), Retention::default());
        assert_eq!(six("2026-07-10"), Retention { stayed: 0, of: 1 });
        assert_eq!(six("2026-08-10"), Retention { stayed: 1, of: 2 });
        assert_eq!(retention(&spans, day("2026-12-31"), 12), Retention::default());
    }

    #[test]
    fn the_line_begins_with_the_first_person_and_ends_today() {
        let days = line_days(Some(day("2026-09-15")), day("2026-11-20"));
        assert_eq!(days, [day("2026-09-30"), day("2026-10-31"), day("2026-11-20")]);
        assert_eq!(line_days(Some(day("2010-01-01")), day("2026-11-20")).len(), 25);
        assert!(line_days(None, day("2026-11-20")).is_empty());
        assert!(line_days(Some(day("2026-11-21")), day("2026-11-20")).is_empty());
    }
}

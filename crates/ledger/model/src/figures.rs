//! The figures of a municipality, from the days on which people count. Pure, and the same arithmetic
//! for an as-of day and for every point of the timeline.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use sea_orm::FromQueryResult;

use people_model::entity::person::PersonId;

use super::rules::HoldingStart;

/// The days on which a person counts, with the facts that figures need, as a row of the ledger has them.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Span {
    #[sea_orm(from_alias = "person_id")]
    pub person: PersonId,
    /// `None` means that the person is in post, certified or not.
    #[sea_orm(from_alias = "capacity_code")]
    pub capacity: Option<String>,
    #[sea_orm(from_alias = "from_on")]
    pub from: NaiveDate,
    #[sea_orm(from_alias = "last_on")]
    pub last: Option<NaiveDate>,
    pub confirmed_until: NaiveDate,
    pub began: HoldingStart,
}

impl Span {
    fn counts(&self, on: NaiveDate) -> bool {
        self.from <= on && self.last.is_none_or(|last| last >= on)
    }
}

/// How many people count on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In post, as was confirmed within the last twelve months.
    pub confirmed: i64,
    /// In post as far as is known, but unconfirmed for twelve months (R31).
    pub unconfirmed: i64,
    /// Counted on some day before, and no longer count.
    pub left: i64,
}

impl Count {
    pub fn in_post(&self) -> i64 {
        self.confirmed + self.unconfirmed
    }
}

/// How many of the people certified long enough ago were still in post some months after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    pub stayed: i64,
    /// How many were certified long enough ago to know.
    pub of: i64,
}

/// Months after which it is asked who is still there (R63).
pub const RETENTION: [u32; 2] = [6, 12];

/// Counts the people on a day, each once however many rows they have.
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

/// Returns how many of the people who were certified while in post, `months` or more before the day,
/// were still in post that long after. People who arrived certified are left out: they were not
/// certified for this municipality.
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
        let certified = spans.iter().filter(|span| span.began == HoldingStart::Certified);
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

/// Returns the days of the timeline: the ends of the months of the last two years, from the first day on
/// which a person counted, and the day itself.
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
            began: HoldingStart::Certified,
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
        let arrived = Span { began: HoldingStart::Arrived, ..span(3, "2026-01-10", None) };
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

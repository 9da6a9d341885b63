//! Capacities and their line, side by side. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use capacities_model::entity::capacity;
use ledger_model::entity::coverage_target;
use ledger_model::figures::{Count, Span, count, month_ends};
use ledger_model::targets::rules::target_on;
use reports_model::programme::MonthFact;
use reports_model::rules::{AttendanceTally, Period};

/// How many people of a municipality are certified for a capacity and in post. There is no row for zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldingCount {
    pub municipality: String,
    pub capacity: String,
    pub people: i64,
}

/// Ends of months of a line, beside its last day.
const MONTHS: u32 = 12;

/// The days of a line that ends on a day.
pub fn points(to: NaiveDate) -> Vec<NaiveDate> {
    month_ends(to, MONTHS)
}

/// The capacity that most people are certified for, the first of several by its code.
pub fn default_capacity(held: &[HoldingCount]) -> Option<String> {
    let mut people: BTreeMap<&str, i64> = BTreeMap::new();
    for row in held {
        *people.entry(&row.capacity).or_default() += row.people;
    }
    let most = people.iter().max_by_key(|(code, people)| (**people, std::cmp::Reverse(**code)))?;
    Some((*most.0).to_owned())
}

/// What municipalities have of a capacity beside what they want.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub code: String,
    pub name: String,
    /// Municipalities with somebody certified and in post.
    pub places: i64,
    /// People that municipalities want, and those that these municipalities have.
    pub wanted: i64,
    pub have: i64,
    /// How many are missing in each municipality that wants more than it has: who is one too many in one
    /// municipality is nobody in another.
    pub short: BTreeMap<String, i64>,
}

impl Coverage {
    pub fn missing(&self) -> i64 {
        self.short.values().sum()
    }
}

/// The capacities that courses build and those that somebody has or wants, what lacks most people first,
/// then what fewest municipalities have.
pub fn coverage(
    (framework, taught): (&[capacity::Model], &BTreeSet<&str>),
    held: &[HoldingCount],
    targets: &[coverage_target::Model],
    (day, known_at): (NaiveDate, DateTime<Utc>),
) -> Vec<Coverage> {
    let mut here: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in held {
        here.insert((&row.capacity, &row.municipality), row.people);
    }
    let mut wanted: BTreeMap<(&str, &str), Vec<coverage_target::Model>> = BTreeMap::new();
    for row in targets {
        let key = (row.capacity_code.as_str(), row.municipality_code.as_str());
        wanted.entry(key).or_default().push(row.clone());
    }
    let mut rows: Vec<Coverage> = Vec::new();
    for one in framework {
        let mut row =
            Coverage { code: one.code.clone(), name: one.name.clone(), ..Coverage::default() };
        row.places = held.iter().filter(|row| row.capacity == one.code).count() as i64;
        for ((_, place), rows) in wanted.iter().filter(|((code, _), _)| *code == one.code) {
            let Some(target) = target_on(rows, day, known_at) else { continue };
            let people = here.get(&(one.code.as_str(), *place)).copied().unwrap_or_default();
            row.wanted += target;
            row.have += people;
            if people < target {
                row.short.insert((*place).to_owned(), target - people);
            }
        }
        let is_taught = !one.retired && taught.contains(one.code.as_str());
        if is_taught || row.places > 0 || row.wanted > 0 {
            rows.push(row);
        }
    }
    // Stable: what is alike stays in the order of the framework.
    rows.sort_by_key(|row| (std::cmp::Reverse(row.missing()), row.places));
    rows
}

/// People of a capacity on each day of a line.
pub type CapacityCurve = Vec<(NaiveDate, Count)>;

/// The line of the whole territory, each person once, and those of its municipalities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapacityCurves {
    pub all: CapacityCurve,
    pub places: BTreeMap<String, CapacityCurve>,
}

pub fn lines(spans: &[(String, Span)], to: NaiveDate) -> CapacityCurves {
    let mut of: BTreeMap<&str, Vec<&Span>> = BTreeMap::new();
    for (place, span) in spans {
        of.entry(place).or_default().push(span);
    }
    let line = |spans: &[&Span]| -> CapacityCurve {
        points(to).into_iter().map(|day| (day, count(spans.iter().copied(), day))).collect()
    };
    let everybody: Vec<&Span> = spans.iter().map(|(_, span)| span).collect();
    CapacityCurves {
        all: line(&everybody),
        places: of.iter().map(|(place, spans)| ((*place).to_owned(), line(spans))).collect(),
    }
}

/// The municipalities of a line, the most short first: those that lack most of what they want, then
/// those with the fewest people, then by name. Those without anybody and without a target are left out.
pub fn most_short(
    lines: &CapacityCurves,
    short: &BTreeMap<String, i64>,
    names: &BTreeMap<&str, &str>,
) -> Vec<String> {
    let codes: BTreeSet<&str> =
        lines.places.keys().chain(short.keys()).map(String::as_str).collect();
    let last = |code: &str| {
        let line = lines.places.get(code).and_then(|line| line.last());
        line.map_or(0, |(_, count)| count.in_post())
    };
    let mut codes: Vec<&str> = codes.into_iter().collect();
    codes.sort_by_key(|code| {
        let missing = short.get(*code).copied().unwrap_or_default();
        (std::cmp::Reverse(missing), last(code), names.get(code).copied().unwrap_or_default())
    });
    codes.into_iter().map(str::to_owned).collect()
}

/// Months of a picture: two years.
const MOST_MONTHS: usize = 24;

/// Attendance of each month of a period until a day, from the first with a session that counts, also those
/// without any; of a longer period its last months.
pub fn by_month(
    facts: &[MonthFact],
    period: Period,
    today: NaiveDate,
) -> Vec<(NaiveDate, AttendanceTally)> {
    let known: BTreeMap<&str, &MonthFact> =
        facts.iter().map(|fact| (fact.month.as_str(), fact)).collect();
    let first = period.from.with_day(1).unwrap_or(period.from);
    let mut month = Some(period.to.min(today)).and_then(|day| day.with_day(1));
    let mut rows = Vec::new();
    while let Some(day) = month.filter(|day| *day >= first && rows.len() < MOST_MONTHS) {
        let key = format!("{:04}-{:02}", day.year(), day.month());
        rows.push((day, known.get(key.as_str()).map(|fact| fact.tally()).unwrap_or_default()));
        month = day.checked_sub_months(Months::new(1));
    }
    rows.reverse();
    rows.into_iter().skip_while(|(_, tally)| tally.held == 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger_model::entity::coverage_target::TargetId;
    use ledger_model::entity::holding::HoldingStart;
    use people_model::entity::person::PersonId;
    use sign_in_model::entity::account::AccountId;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn held(municipality: &str, capacity: &str, people: i64) -> HoldingCount {
        HoldingCount { municipality: municipality.into(), capacity: capacity.into(), people }
    }

    fn capacity(code: &str, retired: bool) -> capacity::Model {
        capacity::Model {
            code: code.into(),
            name: code.into(),
            dimension: "tributaria".into(),
            subject: "Gestión tributaria".into(),
            revision: 1,
            retired,
        }
    }

    fn target(place: &str, code: &str, people: i32) -> coverage_target::Model {
        coverage_target::Model {
            id: TargetId(1),
            capacity_code: code.into(),
            municipality_code: place.into(),
            people,
            since_on: day("2026-01-01"),
            reason: "Plan".into(),
            made_at: "2026-01-02T00:00:00Z".parse().expect("a moment"),
            made_by: AccountId(1),
        }
    }

    #[test]
    fn what_one_municipality_has_too_many_of_covers_nobody_elsewhere() {
        let framework =
            ["A", "B", "C", "D", "E", "F"].map(|code| capacity(code, code == "C" || code == "D"));
        let taught = BTreeSet::from(["A", "D", "E"]);
        let held = [held("1", "A", 9), held("2", "A", 1), held("1", "C", 2)];
        let targets = [target("1", "A", 4), target("2", "A", 4), target("2", "B", 1)];
        let at = (day("2026-11-20"), "2026-11-20T12:00:00Z".parse().expect("a moment"));
        let rows = coverage((&framework, &taught), &held, &targets, at);
        let told: Vec<(&str, i64, i64, (i64, i64))> = rows
            .iter()
            .map(|row| (row.code.as_str(), row.places, row.missing(), (row.have, row.wanted)))
            .collect();
        assert_eq!(
            told,
            [("A", 2, 3, (10, 8)), ("B", 0, 1, (0, 1)), ("E", 0, 0, (0, 0)), ("C", 1, 0, (0, 0))],
            "what nobody teaches, has or wants is left out"
        );
        assert_eq!(rows[0].short, BTreeMap::from([("2".to_owned(), 3)]));
        assert_eq!(default_capacity(&held).as_deref(), Some("A"));
        assert_eq!(default_capacity(&[]), None);
    }

    #[test]
    fn who_works_in_two_municipalities_counts_once_in_the_line_of_all() {
        let span = |person: i64, last: Option<&str>| Span {
            person: PersonId(person),
            capacity: Some("A".into()),
            from: day("2026-03-10"),
            last: last.map(day),
            confirmed_until: day("2027-01-01"),
            began: HoldingStart::Certified,
        };
        let spans = [
            ("1".to_owned(), span(1, None)),
            ("2".to_owned(), span(1, None)),
            ("2".to_owned(), span(2, Some("2026-06-30"))),
        ];
        let lines = lines(&spans, day("2026-11-20"));
        let people = |line: &CapacityCurve, on: &str| {
            line.iter().find(|(point, _)| *point == day(on)).expect("a point").1.in_post()
        };
        assert_eq!((lines.all.len(), lines.all[0].0), (13, day("2025-11-30")));
        assert_eq!((people(&lines.all, "2026-02-28"), people(&lines.all, "2026-06-30")), (0, 2));
        assert_eq!(people(&lines.all, "2026-11-20"), 1);
        assert_eq!(people(&lines.places["2"], "2026-06-30"), 2);
        let names = BTreeMap::from([("1", "Uno"), ("2", "Dos"), ("3", "Tres")]);
        let short = BTreeMap::from([("3".to_owned(), 2)]);
        assert_eq!(most_short(&lines, &short, &names), ["3", "2", "1"]);
    }

    #[test]
    fn a_month_without_sessions_is_told_and_none_to_come() {
        let fact =
            |month: &str| MonthFact { month: month.into(), held: 10, came: 8, credited: 8_000_000 };
        let facts = [fact("2026-01"), fact("2026-03")];
        let period = Period { from: day("2026-01-15"), to: day("2026-12-31") };
        let rows = by_month(&facts, period, day("2026-03-20"));
        let told: Vec<Option<u32>> = rows.iter().map(|(_, tally)| tally.percent()).collect();
        assert_eq!(told, [Some(80), None, Some(80)]);
        let long = Period { from: day("2001-01-01"), to: day("2026-12-31") };
        assert_eq!(by_month(&facts, long, day("2026-03-20")), rows, "nothing closed before");
        let years: Vec<MonthFact> = (1..=3).map(|year| fact(&format!("202{year}-01"))).collect();
        assert_eq!(
            by_month(&years, long, day("2023-03-20")).first().map(|row| row.0),
            Some(day("2022-01-01"))
        );
        let to_come = Period { from: day("2027-01-01"), to: day("2027-12-31") };
        assert!(by_month(&facts, to_come, day("2026-03-20")).is_empty());
    }
}

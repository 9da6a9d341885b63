//! Counting the operation: facts in, figures out. Pure.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, Months, NaiveDate};
use sea_orm::FromQueryResult;
use serde::Serialize;

use cohorts_model::entity::cohort::Stage;
use platform::example::Example;
use platform::search::fold;
use reports_model::programme::{MonthFact, rules_in_words, together};
use reports_model::rules::{AttendanceTally, Period};
use reports_model::views::charts::MapMunicipality;

use super::super::query::Breakdown;
use super::enrolments::MunicipalityEnrolments;
use super::facts::{OperationFacts, PeriodFacts, TerritoryMunicipality};

/// What adds up over municipalities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult, Serialize, Example)]
pub struct EnrolmentSums {
    pub enrolled: i64,
    /// Enrolments of cohorts whose first day has come.
    pub begun: i64,
    pub attended: i64,
    pub certified: i64,
    /// Enrolments with a constancia, which is no capacity.
    pub attested: i64,
    /// Enrolments of cohorts that ended in the period and certify, and how many of them have a certificate,
    /// whenever it was issued.
    pub finished: i64,
    pub completed: i64,
    /// The same of cohorts that end in a constancia.
    pub finished_attesting: i64,
    pub completed_attesting: i64,
}

impl EnrolmentSums {
    /// Adds a fact. The enrolments of which `is_first` is false are in the sum already, at their home, and who
    /// attended where `is_first_coming` is false, as who attended for another municipality.
    fn add(&mut self, fact: &MunicipalityEnrolments, (is_first, is_first_coming): (bool, bool)) {
        let fact = &fact.sums;
        if is_first {
            self.enrolled += fact.enrolled;
            self.begun += fact.begun;
        }
        if is_first_coming {
            self.attended += fact.attended;
        }
        self.certified += fact.certified;
        self.attested += fact.attested;
        self.finished += fact.finished;
        self.completed += fact.completed;
        self.finished_attesting += fact.finished_attesting;
        self.completed_attesting += fact.completed_attesting;
    }
}

/// Who is in a sum as somebody who attended: for several municipalities together each counts once (R82).
struct Attendants<'a> {
    /// The municipalities of today whose enrolments are counted.
    present: HashSet<&'a str>,
    /// Sums and those who moved that they hold.
    seen: HashSet<(String, i64)>,
}

impl<'a> Attendants<'a> {
    fn of(facts: &'a [MunicipalityEnrolments]) -> Self {
        let today = facts.iter().filter(|fact| fact.enrolment == 0);
        let codes = today.map(|fact| fact.municipality.as_deref().unwrap_or_default());
        Self { present: codes.collect(), seen: HashSet::new() }
    }

    /// Whether a sum does not hold who attended in a fact. `holds` says which municipalities are of the sum.
    fn are_new(
        &mut self,
        sum: &str,
        fact: &MunicipalityEnrolments,
        holds: impl Fn(&str) -> bool,
    ) -> bool {
        let today = fact.came_at.as_deref().filter(|code| self.present.contains(code));
        let is_one = fact.sums.attended > 0 && !today.is_some_and(holds);
        fact.enrolment == 0 || (is_one && self.seen.insert((sum.to_owned(), fact.enrolment)))
    }
}

/// The figures of one period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodTotal {
    pub cohorts: i64,
    pub cancelled: i64,
    pub seats: i64,
    pub taken: i64,
    pub planned: i64,
    pub held: i64,
    pub minutes: i64,
    pub sum: EnrolmentSums,
    pub attendance: AttendanceTally,
    /// Municipalities with somebody who attended in the period.
    pub reached: i64,
}

/// A unit, a department or a municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Example)]
pub struct TerritoryGroup {
    /// Empty where places have no municipality.
    pub code: String,
    pub name: String,
    pub municipalities: i64,
    pub reached: i64,
    pub never: i64,
    #[serde(flatten)]
    pub sum: EnrolmentSums,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthRow {
    /// Its first day.
    pub month: NaiveDate,
    pub planned: i64,
    pub held: i64,
    pub minutes: i64,
    pub confirmed: i64,
    pub certified: i64,
}

#[derive(Clone, Debug)]
pub struct OperationFigures {
    pub now: PeriodTotal,
    pub before: PeriodTotal,
    /// By which rules attendance is counted, in words (R34).
    pub rules: Option<String>,
    pub municipalities: i64,
    pub never: i64,
    /// Cohorts and seats by stage, in the order of a cohort's life.
    pub stages: Vec<(Stage, i64, i64, i64)>,
    /// Every month of the period, also those of nothing.
    pub months: Vec<MonthRow>,
    /// Most people first.
    pub groups: Vec<TerritoryGroup>,
    /// Municipalities to draw.
    pub map: Vec<MapMunicipality>,
}

impl OperationFigures {
    /// Municipalities that were reached once, and not in the period.
    pub fn another(&self) -> i64 {
        self.municipalities - self.now.reached - self.never
    }
}

const STAGES: [Stage; 5] =
    [Stage::Tentative, Stage::Confirmed, Stage::Running, Stage::Closed, Stage::Cancelled];

/// Months of the table: five years.
const MOST_MONTHS: usize = 60;

pub fn compute(facts: &OperationFacts, period: Period, level: Breakdown) -> OperationFigures {
    let mut attended: BTreeMap<&str, i64> = BTreeMap::new();
    for fact in &facts.now.enrolments {
        let code = fact.municipality.as_deref().unwrap_or_default();
        *attended.entry(code).or_default() += fact.sums.attended;
    }
    let came = |place: &TerritoryMunicipality| {
        attended.get(place.code.as_str()).copied().unwrap_or_default()
    };
    let stages = STAGES.into_iter().filter_map(|stage| {
        let row = facts.now.cohorts.iter().find(|row| row.stage == stage)?;
        Some((stage, row.cohorts, row.seats, row.taken))
    });
    OperationFigures {
        rules: rules_in_words(facts.rules.iter().copied()),
        now: total((&facts.now, &facts.attendance[0]), facts, true),
        before: total((&facts.before, &facts.attendance[1]), facts, false),
        municipalities: size(&facts.municipalities),
        never: facts.municipalities.iter().filter(|place| !place.ever).count() as i64,
        stages: stages.collect(),
        months: months(facts, period),
        groups: groups(facts, level),
        map: facts
            .municipalities
            .iter()
            .map(|place| MapMunicipality {
                code: place.code.clone(),
                name: place.name.clone(),
                at: (place.lat, place.lon),
                attended: place.ever.then(|| came(place)),
            })
            .collect(),
    }
}

fn size<T>(all: &[T]) -> i64 {
    i64::try_from(all.len()).unwrap_or(i64::MAX)
}

fn total(
    (half, months): (&PeriodFacts, &[MonthFact]),
    facts: &OperationFacts,
    is_now: bool,
) -> PeriodTotal {
    let attendance = together(months);
    let mut total = PeriodTotal { attendance, ..PeriodTotal::default() };
    for row in &half.cohorts {
        total.cohorts += row.counted;
        total.seats += row.seats;
        total.taken += row.taken;
        if row.stage == Stage::Cancelled {
            total.cancelled += row.cohorts;
        }
    }
    let mut attendants = Attendants::of(&half.enrolments);
    for row in &half.enrolments {
        let is_first_coming = attendants.are_new("", row, |_| true);
        total.sum.add(row, (row.is_home(), is_first_coming));
    }
    let came = |place: &&TerritoryMunicipality| if is_now { place.now } else { place.before };
    total.reached = facts.municipalities.iter().filter(came).count() as i64;
    for row in facts.months.iter().filter(|row| (row.is_now == 1) == is_now) {
        total.planned += row.planned;
        total.held += row.held;
        total.minutes += row.minutes;
    }
    total
}

fn months(facts: &OperationFacts, period: Period) -> Vec<MonthRow> {
    let mut rows: BTreeMap<String, MonthRow> = BTreeMap::new();
    let mut month = period.from.with_day(1).unwrap_or(period.from);
    while month <= period.to && rows.len() < MOST_MONTHS {
        rows.insert(month.format("%Y-%m").to_string(), MonthRow { month, ..MonthRow::default() });
        let Some(next) = month.checked_add_months(Months::new(1)) else { break };
        month = next;
    }
    for fact in facts.months.iter().filter(|fact| fact.is_now == 1) {
        if let Some(row) = rows.get_mut(&fact.month) {
            row.planned += fact.planned;
            row.held += fact.held;
            row.minutes += fact.minutes;
            row.confirmed += fact.confirmed;
            row.certified += fact.certified;
        }
    }
    rows.into_values().collect()
}

fn key(place: &TerritoryMunicipality, level: Breakdown) -> (String, String) {
    let unit = || place.unit.clone().unwrap_or_else(|| "Sin dirección territorial".to_owned());
    match level {
        Breakdown::Units => (place.unit_code.clone().unwrap_or_default(), unit()),
        Breakdown::Departments => (place.department_code.clone(), place.department.clone()),
        Breakdown::Municipalities => (place.code.clone(), place.name.clone()),
    }
}

fn groups(facts: &OperationFacts, level: Breakdown) -> Vec<TerritoryGroup> {
    let mut groups: BTreeMap<String, TerritoryGroup> = BTreeMap::new();
    let mut of: BTreeMap<&str, String> = BTreeMap::new();
    for place in &facts.municipalities {
        let (code, name) = key(place, level);
        of.insert(&place.code, code.clone());
        let group = groups.entry(code.clone()).or_insert_with(|| TerritoryGroup {
            code,
            name,
            ..TerritoryGroup::default()
        });
        group.municipalities += 1;
        group.never += i64::from(!place.ever);
        group.reached += i64::from(place.now);
    }
    let group_of = |municipality: Option<&str>| {
        municipality.and_then(|code| of.get(code)).cloned().unwrap_or_default()
    };
    let mut seen: HashSet<(String, i64)> = HashSet::new();
    let mut attendants = Attendants::of(&facts.now.enrolments);
    for fact in &facts.now.enrolments {
        let code = group_of(fact.municipality.as_deref());
        // Who moved within the group is one enrolment of it, at its home where that is of the group.
        let is_one = || fact.sums.enrolled > 0 && group_of(fact.home.as_deref()) != code;
        let is_first = fact.is_home() || (is_one() && seen.insert((code.clone(), fact.enrolment)));
        let is_first_coming = attendants.are_new(&code, fact, |at| group_of(Some(at)) == code);
        let group = groups.entry(code).or_insert_with(|| TerritoryGroup {
            name: "Sin municipio".to_owned(),
            ..TerritoryGroup::default()
        });
        group.sum.add(fact, (is_first, is_first_coming));
    }
    let mut groups: Vec<TerritoryGroup> = groups.into_values().collect();
    groups.sort_by_cached_key(|group| {
        (std::cmp::Reverse(group.sum.enrolled), fold(&group.name), group.code.clone())
    });
    groups
}

//! What was learnt, applied and kept of each capacity, and what people thought of it. Pure.
//!
//! Counts of certified people and of those in post are told whatever their number, as on every page
//! of installed capacity. What people answered, in tests and surveys, is added up of those groups alone
//! that may be told by themselves ([`crate::atoms`]).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use indicators_model::peers::choose_name;
use ledger_model::figures::{RETENTION, Retention, Span, count, retention};
use measures::{Figure, Real};
use platform::numbers::hundredths;
use surveys_model::entity::survey_version::Kind as SurveyKind;

pub use super::gain::LearningGain;
use super::gain::MILLION;
use super::quality::{Quality, QualityRow, quality};
use super::queries::{FrameworkFact, ResultFacts};
use crate::atoms::{ApplicationAtom, ApplicationSums, LearningAtom, LearningSums, ScaleSums};
use crate::figures::{CohortRow, MunicipalityRow};
use crate::sql::codes;

/// The results of a department: what people learnt and applied of each capacity, and what they thought of
/// each cohort.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// By capacity; the whole department first, then its municipalities as the report orders them.
    pub capacities: Vec<CapacityResult>,
    /// By cohort, as the report orders them.
    pub quality: Vec<QualityRow>,
    /// Of the cohorts that are told.
    pub overall: Quality,
    /// How many cohorts have too few answers for any sum.
    #[serde(default)]
    pub left_out: u64,
    /// By which rule it was decided what is told. A cut of before has none.
    #[serde(default)]
    pub rule: SuppressionRule,
}

impl Results {
    /// Hides what a cut of before the atoms told of sums: they hold groups of fewer than five, which another
    /// period would give away. The row of a cohort is an atom, and stays.
    #[must_use]
    pub fn guarded(mut self) -> Self {
        if self.rule == SuppressionRule::ByReport {
            for row in &mut self.capacities {
                row.learnt.hide();
                row.applied.iter_mut().for_each(Disclosure::hide);
            }
            self.overall.answered.hide();
            self.overall.means.iter_mut().for_each(Disclosure::hide);
        }
        self
    }
}

/// By which rule it was decided what is told of people's answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionRule {
    /// Within one report alone: totals hold groups of fewer than five.
    #[default]
    ByReport,
    /// By atoms (R81).
    ByAtom,
}

/// A capacity in a municipality, or in the whole department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CapacityResult {
    pub code: String,
    pub name: String,
    /// Code and name; empty is the whole department, where no value of an indicator may be averaged.
    pub municipality: Option<(String, String)>,
    pub baseline: Option<Baseline>,
    /// People with a valid certificate of the period.
    pub certified: u64,
    pub learnt: Disclosure<LearningGain>,
    /// What people say that they apply, three and six months after.
    pub applied: [Disclosure<Mean>; 2],
    /// How many groups of people with both tests, or with an answer about applying, are too small for any
    /// sum: each the people of a municipality in a cohort.
    #[serde(default)]
    pub left_out: i64,
    /// Certified people in post on the last day, confirmed or not.
    pub in_post: i64,
    /// After six and twelve months.
    pub kept: [RetentionShare; 2],
}

/// A figure of people's answers, or why it is not disclosed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure<T> {
    /// Nobody answered the question.
    #[default]
    Nothing,
    /// Only groups of fewer than five people answered.
    Hidden,
    Shown(T),
}

impl<T> Disclosure<T> {
    fn hide(&mut self) {
        if matches!(self, Self::Shown(_)) {
            *self = Self::Hidden;
        }
    }

    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Nothing | Self::Hidden => None,
        }
    }
}

/// The last official value before the end of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    pub indicator: String,
    pub unit: String,
    /// In ten-thousandths of the unit.
    pub value: i64,
    pub year: i32,
    /// The group that the municipality is compared with. `None` means that the year has none.
    pub group: Option<String>,
    pub is_demo: bool,
}

/// The mean of answers from 1 to 5, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mean {
    pub n: u64,
    pub hundredths: i64,
}

/// How many of the people who were certified at least some months ago were in post that many months after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionShare {
    pub stayed: i64,
    pub of: i64,
}

impl RetentionShare {
    /// Whole percent, rounded as every share.
    pub fn percent(self) -> Option<u32> {
        platform::numbers::whole_percent(self.stayed, self.of)
    }
}

impl From<Retention> for RetentionShare {
    fn from(of: Retention) -> Self {
        Self { stayed: of.stayed, of: of.of }
    }
}

/// Computes the results of a department, for the municipalities and cohorts of its report.
pub fn compute(
    municipalities: &[MunicipalityRow],
    cohorts: &[CohortRow],
    facts: &ResultFacts,
    on: NaiveDate,
) -> Results {
    let counting = ResultCounter {
        on,
        spans: by_place(facts.spans.iter().map(|(place, span)| (place.as_str(), span))),
        tests: by_place(
            facts.tests.iter().filter_map(|it| Some((it.municipality.as_deref()?, it))),
        ),
        applied: by_place(
            facts.applied.iter().filter_map(|it| Some((it.municipality.as_deref()?, it))),
        ),
    };
    let mut rows = Vec::new();
    let frames = facts.framework.chunk_by(|one, other| one.code == other.code);
    for frame in frames {
        let Some(capacity) = frame.first() else { continue };
        let code = capacity.code.as_str();
        let here: Vec<CapacityResult> = municipalities
            .iter()
            .map(|row| CapacityResult {
                municipality: Some((row.code.clone(), row.name.clone())),
                baseline: baseline(frame, &row.code),
                certified: row.certified_for.get(code).copied().unwrap_or(0),
                ..counting.row(capacity, Some(&row.code))
            })
            .filter(says_something)
            .collect();
        let whole = CapacityResult {
            certified: municipalities.iter().filter_map(|row| row.certified_for.get(code)).sum(),
            ..counting.row(capacity, None)
        };
        if !here.is_empty() {
            rows.push(whole);
            rows.extend(here);
        }
    }
    let mut results = Results { capacities: rows, ..quality(cohorts, facts) };
    results.rule = SuppressionRule::ByAtom;
    results
}

/// Returns whether a row has a figure of training; a baseline alone is none.
fn says_something(row: &CapacityResult) -> bool {
    row.certified > 0
        || row.learnt != Disclosure::Nothing
        || row.applied.iter().any(|told| *told != Disclosure::Nothing)
        || row.in_post > 0
        || row.kept.iter().any(|kept| kept.of > 0)
}

struct ResultCounter<'a> {
    on: NaiveDate,
    spans: ByPlace<'a, Span>,
    tests: ByPlace<'a, LearningAtom>,
    applied: ByPlace<'a, ApplicationAtom>,
}

type ByPlace<'a, T> = BTreeMap<&'a str, Vec<&'a T>>;

fn by_place<'a, T>(rows: impl Iterator<Item = (&'a str, &'a T)>) -> ByPlace<'a, T> {
    let mut all: ByPlace<'a, T> = BTreeMap::new();
    for (place, row) in rows {
        all.entry(place).or_default().push(row);
    }
    all
}

/// Returns what is known of a municipality; of all of them where it is `None`.
fn of_place<'a, T>(known: &ByPlace<'a, T>, municipality: Option<&str>) -> Vec<&'a T> {
    match municipality {
        Some(place) => known.get(place).cloned().unwrap_or_default(),
        None => known.values().flatten().copied().collect(),
    }
}

impl ResultCounter<'_> {
    /// Counts a capacity in a municipality; in all of them where it is `None`.
    fn row(&self, of: &FrameworkFact, municipality: Option<&str>) -> CapacityResult {
        let capacity = of.code.as_str();
        let is_about = |targets: Option<&str>| codes(targets).any(|code| code == capacity);
        let mut spans = of_place(&self.spans, municipality);
        spans.retain(|span| span.capacity.as_deref() == Some(capacity));
        let mut learnt = LearningSums::default();
        for atom in of_place(&self.tests, municipality) {
            if is_about(atom.capacities.as_deref()) {
                learnt.add(atom);
            }
        }
        let mut applied = [ApplicationSums::default(); 2];
        for atom in of_place(&self.applied, municipality) {
            let sums = match atom.kind {
                SurveyKind::Months3 => &mut applied[0],
                SurveyKind::Months6 => &mut applied[1],
                SurveyKind::Satisfaction | SurveyKind::Supervisor => continue,
            };
            if is_about(atom.capacities.as_deref()) {
                sums.add(atom);
            }
        }
        CapacityResult {
            code: capacity.to_owned(),
            name: of.name.clone(),
            municipality: None,
            baseline: None,
            certified: 0,
            left_out: learnt.left_out + applied.iter().map(|it| it.left_out).sum::<i64>(),
            learnt: learning_gain(learnt),
            applied: applied.map(|it| disclosed(it.scale, it.left_out)),
            in_post: count(spans.iter().copied(), self.on).in_post(),
            kept: RETENTION.map(|months| retention(spans.iter().copied(), self.on, months).into()),
        }
    }
}

fn learning_gain(sums: LearningSums) -> Disclosure<LearningGain> {
    let exact = |figure: Figure<Real>| figure.shown().map(|(value, _)| value.get());
    let gain = sums.gain();
    match (exact(sums.before()), exact(sums.after()), gain.shown()) {
        (Some(before), Some(after), Some((gain, _))) => Disclosure::Shown(LearningGain {
            n: sums.before().shown().map_or(0, |(_, n)| n as u64),
            before: hundredths(before),
            after: hundredths(after),
            gain: hundredths(gain.mean.get()),
            exact: Some(((before * MILLION).round() as i64, (after * MILLION).round() as i64)),
        }),
        _ if sums.left_out > 0 => Disclosure::Hidden,
        _ => Disclosure::Nothing,
    }
}

/// Tells what people rated, of whom those of so many groups are left out.
pub(super) fn disclosed(sums: ScaleSums, left_out: i64) -> Disclosure<Mean> {
    match sums.mean().shown() {
        Some((mean, n)) => {
            Disclosure::Shown(Mean { n: n as u64, hundredths: hundredths(mean.get()) })
        }
        None if sums.n > 0 || left_out > 0 => Disclosure::Hidden,
        None => Disclosure::Nothing,
    }
}

/// The last value of the first linked indicator that has one; what was published goes before what was
/// invented.
fn baseline(frame: &[FrameworkFact], municipality: &str) -> Option<Baseline> {
    let here: Vec<&FrameworkFact> =
        frame.iter().filter(|fact| fact.municipality.as_deref() == Some(municipality)).collect();
    let indicators = here.chunk_by(|one, other| {
        (&one.index_name, &one.indicator_code) == (&other.index_name, &other.indicator_code)
    });
    let all: Vec<Baseline> = indicators.filter_map(last_value).collect();
    all.iter().find(|one| !one.is_demo).or(all.first()).cloned()
}

/// Returns the last value of one indicator in one municipality; `None` where no row has one.
fn last_value(rows: &[&FrameworkFact]) -> Option<Baseline> {
    let last = rows.last()?;
    let (index, year) = (last.index_name.as_deref()?, last.year?);
    let named = |fact: &&&FrameworkFact| fact.year == Some(year);
    let schemes: BTreeSet<&str> =
        rows.iter().filter(named).filter_map(|fact| fact.scheme.as_deref()).collect();
    let scheme = choose_name(schemes.iter().copied(), "", index);
    let of = scheme.and_then(|scheme| {
        let own = |fact: &&&FrameworkFact| fact.scheme.as_deref() == Some(scheme);
        let row = rows.iter().filter(named).rfind(own)?;
        Some(format!("{scheme}: {}", row.group.as_deref()?))
    });
    Some(Baseline {
        indicator: format!("{index}: {}", last.indicator.as_deref()?),
        unit: last.unit.clone().unwrap_or_default(),
        value: last.value?,
        year,
        group: of,
        is_demo: last.is_demo.unwrap_or(false),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::ReportFigures;
    use crate::queries::ReportFacts;
    use crate::samples::{at, facts, november};

    #[test]
    fn the_results_of_a_group_of_five_are_told_with_their_base_line() {
        let figures = ReportFigures::samples().pop().expect("has one");
        let results = figures.results.expect("is asked for");
        let [whole, place] = results.capacities.as_slice() else { panic!("{results:?}") };
        assert_eq!((whole.municipality.as_ref(), whole.baseline.as_ref()), (None, None));
        assert_eq!(whole.learnt, place.learnt);
        let learnt = place.learnt.shown().expect("six are enough");
        assert_eq!((learnt.n, learnt.before, learnt.after, learnt.gain), (6, 200, 350, 50));
        assert_eq!(place.applied[0], Disclosure::Shown(Mean { n: 6, hundredths: 450 }));
        assert_eq!(place.applied[1], Disclosure::Nothing);
        let base = place.baseline.as_ref().expect("has a value");
        assert_eq!(
            (base.value, base.year, base.group.as_deref()),
            (412_500, 2024, Some("MDM G1–G5: G5"))
        );
        assert_eq!(results.overall.answered, Disclosure::Shown(6));
        assert_eq!(
            results.quality[0].quality.means[1],
            Disclosure::Shown(Mean { n: 6, hundredths: 367 })
        );
        assert_eq!(results.clone().guarded(), results);
        let before = Results { rule: SuppressionRule::ByReport, ..results }.guarded();
        assert_eq!(before.overall.answered, Disclosure::Hidden);
        assert_eq!(before.capacities[0].learnt, Disclosure::Hidden);
        assert_eq!(before.quality[0].quality.answered, Disclosure::Shown(6), "an atom stays");
    }

    #[test]
    fn what_is_applied_is_told_where_the_cohort_ended_before_the_period() {
        let later = ReportFacts { cohorts: Vec::new(), ..facts() };
        let told = crate::figures::compute(("50", "Meta"), november(), at(30), later);
        let results = told.results.expect("is asked for");
        let [whole, place] = results.capacities.as_slice() else { panic!("{results:?}") };
        assert_eq!((whole.certified, whole.applied), (0, place.applied));
        assert_eq!(place.applied[0], Disclosure::Shown(Mean { n: 6, hundredths: 450 }));
    }
}
